import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** Where other bytes are put: into a loose object file, or into a pack. */
export type Kept = 'loose' | 'packed';

interface Place {
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
}

const FANOUT_AT = 8;
const IDS_AT = FANOUT_AT + 256 * 4;
// CRC and place of the one object.
const FIELDS = 8;

/** The index of a pack with one object, which is then found under another id. Its checksum is correct (gitformat-pack(5)). */
function underOtherId(index: Uint8Array, id: string): Buffer {
  const changed = Buffer.from(index);
  const octets = Buffer.from(id, 'hex');
  for (let first = 0; first < 256; first++)
    changed.writeUInt32BE(first >= (octets[0] ?? 0) ? 1 : 0, FANOUT_AT + first * 4);
  octets.copy(changed, IDS_AT);
  const end = IDS_AT + octets.length + FIELDS + octets.length;
  const hash = createHash(octets.length === 20 ? 'sha1' : 'sha256');
  hash.update(changed.subarray(0, end)).digest().copy(changed, end);
  return changed;
}

/**
 * Puts other bytes under the id of a loose object of a repository. git reads them without an error.
 * @returns a function that restores the object
 */
export function forge(
  { dir, env }: Place,
  victim: string,
  other: { readonly type: string; readonly raw: Uint8Array },
  kept: Kept = 'loose',
): () => void {
  const git = (args: string[], input?: Uint8Array) =>
    execFileSync('git', args, { cwd: dir, env, ...(input && { input }), stdio: ['pipe', 'pipe', 'pipe'] });
  const objects = git(['rev-parse', '--git-path', 'objects']).toString().trim();
  const file = join(dir, objects, victim.slice(0, 2), victim.slice(2));
  const own = readFileSync(file);
  rmSync(file);
  mkdirSync(dirname(file), { recursive: true });
  if (kept === 'loose') {
    const header = Buffer.from(`${other.type} ${other.raw.length}\0`);
    writeFileSync(file, deflateSync(Buffer.concat([header, other.raw])));
    return () => {
      rmSync(file);
      writeFileSync(file, own);
    };
  }
  const id = git(['hash-object', '-t', other.type, '-w', '--stdin', '--literally'], other.raw).toString();
  const at = mkdtempSync(join(dir, '..', 'pack-'));
  git(['pack-objects', '--quiet', join(at, 'pack')], Buffer.from(id));
  const packs = join(dir, objects, 'pack');
  mkdirSync(packs, { recursive: true });
  const added = readdirSync(at)
    .filter((name) => /\.(?:pack|idx)$/.test(name))
    .map((name) => {
      const bytes = readFileSync(join(at, name));
      writeFileSync(join(packs, name), name.endsWith('.idx') ? underOtherId(bytes, victim) : bytes);
      return join(packs, name);
    });
  return () => {
    for (const path of added) rmSync(path);
    writeFileSync(file, own);
  };
}
