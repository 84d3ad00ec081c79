import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { LineIndex } from './line-index.js';
import { NAME_LENGTH } from './record.js';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_RDONLY, O_WRONLY } = constants;
const LF = 0x0a;
const FLUSH = 64 * 1024;

/**
 * One file of lines that are only ever added. Many processes may add at once: each writes whole lines in one call to a
 * file opened for appending. A line is found by the name it begins with; the last one counts.
 *
 * A full file makes room by dropping lines that nobody asked for in this run, never those that were of use: a walk over
 * more than fits finds the same lines each time, instead of dropping each shortly before it is needed.
 */
export class Shard {
  #fd: number | undefined;
  #index: LineIndex | undefined;
  readonly #used = new Set<string>();
  #usedBytes = 0;
  #pending: string[] = [];
  #pendingLength = 0;
  #leftOut = 0;

  /** @param limit largest file in bytes */
  constructor(
    private readonly path: string,
    private readonly limit: number,
  ) {}

  /** Bytes of lines that did not fit beside those of use in this run. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** The line with this name, without its line break. */
  find(name: string): Buffer | undefined {
    const index = this.#opened();
    const place = index?.get(name);
    if (place === undefined || this.#fd === undefined) return undefined;
    const line = Buffer.allocUnsafe(place.length);
    if (readSync(this.#fd, line, 0, place.length, place.start) !== place.length) return undefined;
    this.#use(name, place.length + 1);
    return line;
  }

  /** Adds a line, sooner or later; `close` writes what is left. */
  add(line: string): void {
    this.#pending.push(line);
    this.#pendingLength += line.length;
    if (this.#pendingLength > Math.min(FLUSH, this.limit / 8)) this.#flush();
  }

  /** Writes what was added. */
  close(): void {
    this.#flush();
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#index = undefined;
  }

  /** A cache that cannot be written is no error: the work is done again next time. */
  #flush(): void {
    if (this.#pending.length === 0) return;
    const lines = this.#pending;
    this.#pending = [];
    this.#pendingLength = 0;
    // The line break in front ends what a process that died in the middle of a line left behind.
    const text = Buffer.from(`\n${lines.join('')}`);
    try {
      if (!this.#append(text)) {
        this.#leftOut += text.length;
        return;
      }
      for (const line of lines) this.#use(line.slice(0, NAME_LENGTH), Buffer.byteLength(line));
    } catch {
      // Read-only, full or gone.
    }
  }

  /** False where there is no room. */
  #append(text: Buffer): boolean {
    for (let mayMakeRoom = true; ; mayMakeRoom = false) {
      const fd = openSync(this.path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
      try {
        if (!isOurs(fd)) return true;
        if (fstatSync(fd).size + text.length <= this.limit) {
          writeSync(fd, text);
          return true;
        }
      } finally {
        closeSync(fd);
      }
      if (!mayMakeRoom || this.#usedBytes + text.length > this.limit) return false;
      this.#dropUnused(text.length);
    }
  }

  #use(name: string, bytes: number): void {
    if (this.#used.has(name)) return;
    this.#used.add(name);
    this.#usedBytes += bytes;
  }

  #opened(): LineIndex | undefined {
    if (this.#index) return this.#index;
    this.#fd = openOwn(this.path, this.limit * 2);
    if (this.#fd !== undefined) this.#index = LineIndex.of(this.#fd);
    else this.#index = LineIndex.empty;
    return this.#index;
  }

  /**
   * Keeps the lines of use in this run, and of the others the newest up to half the file, so that there is room. What other processes add between
   * reading and renaming is lost, and made again when it is next needed.
   */
  #dropUnused(room: number): void {
    const fd = openOwn(this.path, this.limit * 2);
    if (fd === undefined) {
      // Too large to be ours, or damaged: begun anew.
      rmSync(this.path, { force: true });
      return;
    }
    let bytes: Buffer;
    try {
      bytes = readFileSync(fd);
    } finally {
      closeSync(fd);
    }
    const kept: Buffer[] = [];
    let others = Math.min(Math.floor(this.limit / 2), this.limit - room) - this.#usedBytes;
    const seen = new Set<string>();
    for (let end = bytes.lastIndexOf(LF); end > 0; ) {
      const start = bytes.lastIndexOf(LF, end - 1) + 1;
      const name = bytes.toString('latin1', start, Math.min(start + NAME_LENGTH, end));
      const line = bytes.subarray(start, end + 1);
      const used = this.#used.has(name);
      if (line.length > NAME_LENGTH && !seen.has(name) && (used || others >= line.length)) {
        if (!used) others -= line.length;
        seen.add(name);
        kept.push(line);
      }
      end = start - 1;
    }
    this.#replace(Buffer.concat(kept.reverse()));
  }

  #replace(bytes: Buffer): void {
    const temporary = `${this.path}.${process.pid}`;
    rmSync(temporary, { force: true });
    const fd = openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      writeSync(fd, bytes);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, this.path);
  }
}

/** The file, open for reading; nothing when it is missing, too large, a link, or not this user's alone (a checked-out file never is). */
function openOwn(path: string, limit: number): number | undefined {
  let fd: number;
  try {
    fd = openSync(path, O_RDONLY | O_NOFOLLOW);
  } catch {
    return undefined;
  }
  if (isOurs(fd) && fstatSync(fd).size <= limit) return fd;
  closeSync(fd);
  return undefined;
}

function isOurs(fd: number): boolean {
  const { uid, mode } = fstatSync(fd);
  if (!fstatSync(fd).isFile()) return false;
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
}
