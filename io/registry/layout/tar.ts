import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { RegistryError } from '../error.js';
import { type LayoutFiles, readAt } from './files.js';

const BLOCK = 512;
const MOST_ENTRIES = 100_000;
const LONGEST_EXTRA = 1 << 20;
const { O_RDONLY, O_NONBLOCK = 0 } = constants;

type Place = { readonly start: number; readonly size: number };

/**
 * The files of a tar archive (POSIX pax, ustar and GNU's long names), read where they lie: nothing is unpacked. Links are no
 * files. An archive with a name twice, or with one that leads outside, is refused.
 * @throws RegistryError ARCHIVE_MALFORMED
 */
export function tarFiles(path: string): LayoutFiles {
  const places = withFile(path, (fd, size) => placesIn(fd, size, path));
  return {
    place: path,
    read(name, most) {
      const at = places.get(name);
      return at && withFile(path, (fd) => readAt(fd, at.start, at.size, most, path, name));
    },
    names: (folder) =>
      [...places.keys()].flatMap((name) =>
        name.startsWith(`${folder}/`) ? [name.slice(folder.length + 1)] : [],
      ),
  };
}

function withFile<T>(path: string, use: (fd: number, size: number) => T): T {
  let fd: number;
  try {
    fd = openSync(path, O_RDONLY | O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw malformed(path, `cannot be read (${code})`);
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw malformed(path, 'is no file');
    return use(fd, stat.size);
  } finally {
    closeSync(fd);
  }
}

function placesIn(fd: number, size: number, path: string): Map<string, Place> {
  const places = new Map<string, Place>();
  let extra: { name?: string; size?: number } = {};
  for (let [at, count] = [0, 0]; at + BLOCK <= size; count++) {
    if (count > MOST_ENTRIES) throw malformed(path, `has more than ${MOST_ENTRIES} entries`);
    const header = Buffer.from(readAt(fd, at, BLOCK, BLOCK, path, 'a header'));
    if (header.every((byte) => byte === 0)) break;
    checkSum(header, path, at);
    const length = extra.size ?? numberIn(header.subarray(124, 136), path);
    const [start, type] = [at + BLOCK, String.fromCharCode(header[156] ?? 0)];
    if (start + length > size) throw malformed(path, 'ends in the middle of a file');
    const body = () =>
      Buffer.from(readAt(fd, start, length, LONGEST_EXTRA, path, 'a header')).toString('utf8');
    at = start + Math.ceil(length / BLOCK) * BLOCK;
    if (type === 'L') extra = { ...extra, name: body().replace(/\0.*$/s, '') };
    else if (type === 'x') extra = { ...extra, ...paxIn(body(), path) };
    else if (type !== 'g' && type !== 'K') {
      const name = safeName(extra.name ?? nameIn(header), path);
      extra = {};
      if (type !== '0' && type !== '\0') continue;
      if (places.has(name)) throw malformed(path, `has ${name} twice`);
      places.set(name, { start, size: length });
    }
  }
  return places;
}

function checkSum(header: Buffer, path: string, at: number): void {
  const stated = Number.parseInt(textIn(header.subarray(148, 156)), 8);
  let sum = 0;
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  if (sum === stated) return;
  const gzip = at === 0 && header[0] === 0x1f && header[1] === 0x8b;
  throw malformed(
    path,
    gzip ? 'is compressed: unpack it with gunzip first' : `has a damaged header at byte ${at}`,
  );
}

function nameIn(header: Buffer): string {
  const name = textIn(header.subarray(0, 100));
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textIn(header.subarray(345, 500)) : '';
  // GNU's own format has other fields where POSIX has the prefix.
  return prefix === '' || header[262] === 0x20 ? name : `${prefix}/${name}`;
}

function safeName(name: string, path: string): string {
  const bare = name.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  if (bare.startsWith('/') || bare.includes('\\') || bare.split('/').includes('..'))
    throw malformed(path, `has a file whose name leads outside: ${bare}`);
  return bare;
}

/** The records of a pax header that matter here: `length key=value` and a line break. */
function paxIn(text: string, path: string): { name?: string; size?: number } {
  const found: { name?: string; size?: number } = {};
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; ) {
    const [whole = '', digits = ''] = /^(\d{1,7}) /.exec(bytes.toString('latin1', at, at + 9)) ?? [];
    const end = at + Number(digits);
    if (whole === '' || end <= at + whole.length || end > bytes.length)
      throw malformed(path, 'has a damaged pax header');
    const record = bytes.toString('utf8', at + whole.length, end - 1);
    const equals = record.indexOf('=');
    const [key, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (key === 'path') found.name = value;
    if (key === 'size') {
      if (!/^\d{1,15}$/.test(value)) throw malformed(path, 'has a size that is no number');
      found.size = Number(value);
    }
    at = end;
  }
  return found;
}

function numberIn(field: Buffer, path: string): number {
  // GNU: a set first bit means a binary number.
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const value = field.subarray(4).readBigUInt64BE();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed(path, 'has a file of an impossible size');
    return Number(value);
  }
  const text = textIn(field).trim();
  if (!/^[0-7]{1,12}$/.test(text)) throw malformed(path, 'has a size that is no number');
  return Number.parseInt(text, 8);
}

function textIn(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

function malformed(path: string, what: string): RegistryError {
  return new RegistryError('ARCHIVE_MALFORMED', path, `the archive ${what}`, 'make the archive again');
}
