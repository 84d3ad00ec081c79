import { GitError } from './error.js';

/** What `cat-file --batch` says before a content. */
export interface BatchHeader {
  readonly id: string;
  readonly type: string;
  readonly size: number;
}

/** One answer of `cat-file --batch`: an object (without content when it is over the limit), or a line that says why not. */
export type BatchAnswer =
  | { readonly header: BatchHeader; readonly content?: Uint8Array }
  | { readonly line: string };

const LF = 0x0a;
const MAX_LINE = 8192;

/**
 * Cuts the output of `git cat-file --batch` into answers (git-cat-file(1), BATCH OUTPUT). Contents over `maxBytes` are
 * thrown away as they come, so that memory stays bounded whatever an object claims to be.
 */
export class BatchParser {
  #chunks: Uint8Array[] = [];
  #length = 0;
  #header: BatchHeader | undefined;
  #skipping = 0;

  constructor(private readonly maxBytes: number) {}

  /** The answers that are complete with this chunk. @throws GitError GIT_OUTPUT_MALFORMED */
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
    if (this.#length < size + 1) return undefined;
    const bytes = this.#take(size + 1);
    if (bytes[size] !== LF)
      throw new GitError('GIT_OUTPUT_MALFORMED', 'git cat-file printed something unexpected');
    const header = this.#header;
    this.#header = undefined;
    return { header, content: bytes.subarray(0, size) };
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
