import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { LineIndex } from './line-index.js';
import { NAME_LENGTH } from './record.js';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_RDONLY, O_WRONLY } = constants;
const LF = 0x0a;
const FLUSH = 64 * 1024;

/**
 * One file to which lines are only appended. Many processes may append at the same time: each writes whole lines in
 * one call. A line is found by the name at its start. Of several lines with one name, the last one counts.
 *
 * A full file makes room by dropping lines that were not used in this run. Lines that were used stay. So a history
 * larger than the cache finds the same lines in every run. Otherwise each line would be dropped shortly before it
 * is needed.
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

  /** Bytes of the lines that did not fit, because the lines used in this run fill the file. */
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

  /** Adds a line. It may be written later, at the latest by `close`. */
  add(line: string): void {
    this.#pending.push(line);
    this.#pendingLength += line.length;
    if (this.#pendingLength > Math.min(FLUSH, this.limit / 8)) this.#flush();
  }

  /** Writes the lines that are not written yet. */
  close(): void {
    this.#flush();
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#index = undefined;
  }

  /** A cache that cannot be written is not an error: the next run does the work again. */
  #flush(): void {
    if (this.#pending.length === 0) return;
    const lines = this.#pending;
    this.#pending = [];
    this.#pendingLength = 0;
    // The line break in front ends a partial line that a killed process may have left.
    const text = Buffer.from(`\n${lines.join('')}`);
    try {
      if (!this.#append(text)) {
        this.#leftOut += text.length;
        return;
      }
      for (const line of lines) this.#use(line.slice(0, NAME_LENGTH), Buffer.byteLength(line));
    } catch {
      // Read-only, full or deleted.
    }
  }

  /** False if there is no room. */
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
   * Makes room: keeps the lines used in this run, and the newest of the others up to half of the file. What other
   * processes add between reading and renaming is lost. They compute it again when they need it.
   */
  #dropUnused(room: number): void {
    const fd = openOwn(this.path, this.limit * 2);
    if (fd === undefined) {
      // Too large to be ours, or damaged: start with an empty file.
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
      try {
        writeFileSync(fd, bytes);
      } finally {
        closeSync(fd);
      }
      renameSync(temporary, this.path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
}

/**
 * The file, open for reading. Undefined if it is missing, too large, a link, or accessible to other users (as a
 * checked-out file always is).
 */
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
