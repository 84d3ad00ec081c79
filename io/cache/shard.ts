import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { NAME_LENGTH } from './record.js';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_RDONLY, O_WRONLY } = constants;
const LF = 0x0a;
const FLUSH = 64 * 1024;

/**
 * One file of lines that are only ever added. Many processes may add at once: each writes whole lines in one call to a
 * file opened for appending. A line is found by the name it begins with; the last one counts.
 */
export class Shard {
  #bytes: Buffer | undefined;
  readonly #starts = new Map<string, number>();
  #pending: string[] = [];
  #pendingLength = 0;

  /** @param limit largest file in bytes; over it the older half is dropped */
  constructor(
    private readonly path: string,
    private readonly limit: number,
  ) {}

  /** The line with this name, without its line break. */
  find(name: string): Buffer | undefined {
    const bytes = this.#loaded();
    const start = this.#starts.get(name);
    if (start === undefined) return undefined;
    const end = bytes.indexOf(LF, start);
    return end < 0 ? undefined : bytes.subarray(start, end);
  }

  /** Adds a line, sooner or later; `flush` writes what is left. */
  add(line: string): void {
    this.#pending.push(line);
    this.#pendingLength += line.length;
    if (this.#pendingLength > FLUSH) this.flush();
  }

  /** Writes what was added. A cache that cannot be written is no error: the work is done again next time. */
  flush(): void {
    if (this.#pending.length === 0) return;
    // The line break in front ends what a process that died in the middle of a line left behind.
    const text = Buffer.from(`\n${this.#pending.join('')}`);
    this.#pending = [];
    this.#pendingLength = 0;
    try {
      const fd = openSync(this.path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
      try {
        if (!isOurs(fd)) return;
        writeSync(fd, text);
        if (fstatSync(fd).size > this.limit) this.#dropOlderHalf();
      } finally {
        closeSync(fd);
      }
    } catch {
      // Read-only, full or gone.
    }
  }

  #loaded(): Buffer {
    if (this.#bytes) return this.#bytes;
    const bytes = readOwn(this.path, this.limit * 2);
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(LF, start);
      if (end < 0) break;
      if (end - start > NAME_LENGTH)
        this.#starts.set(bytes.toString('latin1', start, start + NAME_LENGTH), start);
      start = end + 1;
    }
    this.#bytes = bytes;
    return bytes;
  }

  /** What other processes add between reading and renaming is lost, and made again when it is next needed. */
  #dropOlderHalf(): void {
    const bytes = readOwn(this.path, this.limit * 4);
    const kept = bytes.subarray(bytes.indexOf(LF, bytes.length - Math.floor(this.limit / 2)) + 1);
    const temporary = `${this.path}.${process.pid}`;
    rmSync(temporary, { force: true });
    const fd = openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      writeSync(fd, kept);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, this.path);
  }
}

/** The file's bytes; none when it is missing, too large, a link, or not this user's alone (a checked-out file never is). */
function readOwn(path: string, limit: number): Buffer {
  try {
    const fd = openSync(path, O_RDONLY | O_NOFOLLOW);
    try {
      return isOurs(fd) && fstatSync(fd).size <= limit ? readFileSync(fd) : Buffer.alloc(0);
    } finally {
      closeSync(fd);
    }
  } catch {
    return Buffer.alloc(0);
  }
}

function isOurs(fd: number): boolean {
  const { uid, mode } = fstatSync(fd);
  if (!fstatSync(fd).isFile()) return false;
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
}
