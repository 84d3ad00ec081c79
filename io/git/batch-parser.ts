import { GitError } from './error.js';

/** The line that `cat-file --batch` prints before the content of an object. */
export interface BatchHeader {
  readonly id: string;
  readonly type: string;
  readonly size: number;
}

/**
 * One answer of `cat-file --batch`: an object (without its content if that is too large), or a line that says why
 * there is none.
 */
export type BatchAnswer =
  | { readonly header: BatchHeader; readonly content?: Uint8Array }
  | { readonly line: string };

const LF = 0x0a;
const MAX_LINE = 8192;
/**
 * A content of at least this many bytes gets one buffer at the start. Otherwise its pieces would fill the memory
 * until they are joined.
 */
const LARGE = 1 << 17;

/**
 * Cuts the output of `git cat-file --batch` into answers (git-cat-file(1), BATCH OUTPUT). A content over `maxBytes`
 * is discarded while it is read, so memory stays bounded whatever size an object claims.
 */
export class BatchParser {
  #chunks: Uint8Array[] = [];
  #length = 0;
  #header: BatchHeader | undefined;
  #skipping = 0;
  #room: Uint8Array | undefined;
  #filled = 0;

  constructor(private readonly maxBytes: number) {}

  /** The answers that this chunk completes. @throws GitError GIT_OUTPUT_MALFORMED */
  push(chunk: Uint8Array): BatchAnswer[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const answers: BatchAnswer[] = [];
    for (let answer = this.#next(); answer !== undefined; answer = this.#next()) answers.push(answer);
    return answers;
  }

  #next(): BatchAnswer | undefined {
    if (this.#skipping > 0) return this.#skip();
    if (this.#header === undefined) {
      const line = this.#line();
      if (line === undefined) return undefined;
      const match = /^([0-9a-f]{40}|[0-9a-f]{64}) (commit|tag|tree|blob) (\d{1,15})$/.exec(line);
      if (match === null) return { line };
      const header = { id: match[1] ?? '', type: match[2] ?? '', size: Number(match[3]) };
      if (header.size > this.maxBytes) {
        this.#skipping = header.size + 1;
        this.#header = header;
        return this.#skip();
      }
      this.#header = header;
    }
    const { size } = this.#header;
    if (size >= LARGE) return this.#large(this.#header);
    if (this.#length < size + 1) return undefined;
    const bytes = this.#take(size + 1);
    if (bytes[size] !== LF) throw unexpected();
    const header = this.#header;
    this.#header = undefined;
    return { header, content: bytes.subarray(0, size) };
  }

  #large(header: BatchHeader): BatchAnswer | undefined {
    this.#room ??= new Uint8Array(header.size);
    const part = this.#take(Math.min(this.#room.length - this.#filled, this.#length));
    this.#room.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled < this.#room.length || this.#length === 0) return undefined;
    if (this.#take(1)[0] !== LF) throw unexpected();
    const content = this.#room;
    this.#room = undefined;
    this.#filled = 0;
    this.#header = undefined;
    return { header, content };
  }

  #skip(): BatchAnswer | undefined {
    const drop = Math.min(this.#skipping, this.#length);
    this.#take(drop);
    this.#skipping -= drop;
    const header = this.#header;
    if (this.#skipping > 0 || header === undefined) return undefined;
    this.#header = undefined;
    return { header };
  }

  #line(): string | undefined {
    const bytes = this.#joined();
    const end = bytes.indexOf(LF);
    if (end < 0) {
      if (bytes.length > MAX_LINE)
        throw new GitError('GIT_OUTPUT_MALFORMED', 'git cat-file printed an endless line');
      return undefined;
    }
    return Buffer.from(this.#take(end + 1).subarray(0, end)).toString('utf8');
  }

  #joined(): Uint8Array {
    const [only] = this.#chunks;
    if (this.#chunks.length === 1 && only !== undefined) return only;
    const joined = new Uint8Array(Buffer.concat(this.#chunks));
    this.#chunks = [joined];
    return joined;
  }

  #take(count: number): Uint8Array {
    const bytes = this.#joined();
    this.#chunks = count < bytes.length ? [bytes.subarray(count)] : [];
    this.#length -= count;
    return bytes.subarray(0, count);
  }
}

function unexpected(): GitError {
  return new GitError('GIT_OUTPUT_MALFORMED', 'git cat-file printed something unexpected');
}
