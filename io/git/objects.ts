import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { harmless } from '../../core/harmless/index.js';
import { startPiped } from '../child-process.js';
import { programPath } from '../program-path.js';
import { type BatchAnswer, BatchParser } from './batch-parser.js';
import { GitError } from './error.js';
import { isItself } from './is-itself.js';
import { refusal } from './refusal.js';
import { gitEnvironment, lastText, notStarted } from './run.js';
import type { GitObject, GitPlace, NoGitObject } from './types.js';

const MAX_BYTES = 16 << 20;
/** When this many bytes of answers wait to be used, git has to wait. */
const MOST_HELD = 16 << 20;

interface Waiting {
  readonly name: string;
  readonly resolve: (answer: GitObject | NoGitObject) => void;
  readonly reject: (error: GitError) => void;
}

/**
 * Reads objects through one long-lived `git cat-file --batch`, so that one process serves thousands of objects.
 * Many reads may run at once; they are answered in order. Replace refs are not followed. Each object is hashed,
 * because git does not hash what it reads: bytes that do not match their id are not returned as an object.
 */
export class GitObjects {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #parser: BatchParser;
  readonly #waiting: (Waiting | undefined)[] = [];
  readonly #ended: Promise<void>;
  #next = 0;
  #asked = '';
  #held = 0;
  #failed: GitError | undefined;

  /** Starts git at `cwd`. Objects over `maxBytes` (default 16 MiB) are not read. */
  constructor({ cwd, env = process.env, maxBytes = MAX_BYTES }: GitPlace & { readonly maxBytes?: number }) {
    this.#parser = new BatchParser(maxBytes);
    this.#child = startPiped(programPath('git', env), ['cat-file', '--batch'], {
      env: { ...gitEnvironment(env), GIT_NO_REPLACE_OBJECTS: '1', GIT_NO_LAZY_FETCH: '1' },
      windowsHide: true,
      ...(cwd !== undefined && { cwd }),
    });
    const stderr = lastText(this.#child);
    this.#child.stdin.on('error', () => {});
    this.#child.stdout.on('data', (chunk: Uint8Array) => this.#take(chunk));
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#fail(notStarted(error, cwd));
        resolve();
      });
      this.#child.once('close', (code) => {
        const said = /^fatal: (.*)/m.exec(stderr())?.[1];
        const failed = new GitError(
          'GIT_FAILED',
          harmless(`git cat-file ended${said ? `: ${said}` : ''}`),
          code ?? -1,
        );
        this.#fail(refusal(stderr(), code ?? -1) ?? failed);
        resolve();
      });
    });
  }

  /**
   * The object that this id or revision names, or the reason why there is none.
   * @throws GitError GIT_FAILED when git ends, GIT_NOT_FOUND, GIT_OUTPUT_MALFORMED
   */
  read(name: string): Promise<GitObject | NoGitObject> {
    if (this.#failed) return Promise.reject(this.#failed);
    if (name === '' || /[\n\0]/.test(name)) return Promise.resolve({ missing: true, name, why: 'missing' });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, resolve, reject });
      this.#ask(`${name}\n`);
    });
  }

  /**
   * Counts bytes that were read and are not used yet; a negative number when they are used. While there are too
   * many, git waits. A caller that reads ahead needs this: it asks for more objects than fit in memory.
   */
  hold(bytes: number): void {
    this.#held += bytes;
    if (this.#held > MOST_HELD) this.#child.stdout.pause();
    else if (this.#child.stdout.isPaused()) this.#child.stdout.resume();
  }

  /**
   * Names that are requested together are written together: one write for each name costs more than reading the
   * object.
   */
  #ask(line: string): void {
    if (this.#asked === '') process.nextTick(() => this.#send());
    this.#asked += line;
  }

  #send(): void {
    if (this.#asked !== '') this.#child.stdin.write(this.#asked, 'utf8');
    this.#asked = '';
  }

  /**
   * Ends git. Reads that have started are still answered, but not those that wait because too much was read ahead.
   */
  close(): Promise<void> {
    this.#send();
    if (this.#child.stdout.isPaused()) {
      this.#child.kill();
      this.#child.stdout.resume();
    }
    this.#child.stdin.end();
    return this.#ended;
  }

  #take(chunk: Uint8Array): void {
    try {
      for (const answer of this.#parser.push(chunk)) this.#answer(answer);
    } catch (error) {
      this.#fail(
        error instanceof GitError
          ? error
          : new GitError('GIT_OUTPUT_MALFORMED', 'git cat-file cannot be read'),
      );
      this.#child.kill();
    }
  }

  #answer(answer: BatchAnswer): void {
    const waiting = this.#waiting[this.#next];
    // The list must not keep the answer in memory when the caller has dropped it.
    this.#waiting[this.#next++] = undefined;
    if (waiting === undefined)
      throw new GitError('GIT_OUTPUT_MALFORMED', 'git cat-file printed an answer to no question');
    if (this.#next > 1024) this.#waiting.splice(0, this.#next, ...this.#resetNext());
    waiting.resolve(objectOf(waiting.name, answer));
  }

  #resetNext(): [] {
    this.#next = 0;
    return [];
  }

  #fail(error: GitError): void {
    this.#failed ??= error;
    for (const waiting of this.#waiting.splice(0).slice(this.#next)) waiting?.reject(this.#failed);
    this.#next = 0;
  }
}

function objectOf(name: string, answer: BatchAnswer): GitObject | NoGitObject {
  if ('line' in answer) {
    return { missing: true, name, why: answer.line.endsWith(' ambiguous') ? 'ambiguous' : 'missing' };
  }
  const { id, type, size } = answer.header;
  if (answer.content === undefined) return { missing: true, name, why: 'too-large', id, size };
  const object: GitObject = { id, type: type as GitObject['type'], raw: answer.content };
  return isItself(object) ? object : { missing: true, name, why: 'other-bytes', id, type: object.type };
}
