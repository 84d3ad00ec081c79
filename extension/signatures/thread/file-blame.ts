import { GitError, type GitRun, git } from '../../../io/git/index.js';

const NOT_COMMITTED = /^0+$/;
/** How long a blame goes on when nobody waits for it: long enough that moving from line to line does not start it again. */
const UNWANTED_MS = 1000;

/** The first line of each group of lines that `git blame --incremental` prints (git-blame(1), INCREMENTAL OUTPUT). */
const GROUP = /^([0-9a-f]{40}|[0-9a-f]{64}) \d+ (\d+) (\d+)$/;

interface Waiting {
  readonly line: number;
  readonly resolve: (id: string | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Who changed the lines of one file: one run of git, which answers for each line as soon as git knows it. */
export class FileBlame {
  readonly #ids: string[] = [];
  readonly #waiting = new Set<Waiting>();
  readonly #stop = new AbortController();
  #rest = '';
  #timer: NodeJS.Timeout | undefined;
  #ended: { readonly error?: unknown } | undefined;

  /** @param run a run of `git blame --incremental` */
  constructor(run: GitRun) {
    const onOutput = (chunk: Uint8Array) => this.#read(Buffer.from(chunk).toString('latin1'));
    git({ ...run, onOutput, signal: this.#stop.signal }).then(
      () => this.#end({}),
      (error: unknown) => this.#end({ error }),
    );
  }

  /** False when it failed, so that the next request has to start it again. */
  get isUsable(): boolean {
    return this.#ended === undefined || !('error' in this.#ended);
  }

  /**
   * The commit that last changed a line (0-based); undefined when the line is not committed.
   * @throws GitError when git failed before it came to this line, and the reason of `signal` when it was aborted
   */
  of(line: number, signal: AbortSignal): Promise<string | undefined> {
    const known = this.#ids[line];
    if (known !== undefined) return Promise.resolve(committed(known));
    if (this.#ended)
      return 'error' in this.#ended ? Promise.reject(this.#ended.error) : Promise.resolve(undefined);
    clearTimeout(this.#timer);
    return new Promise((resolve, reject) => {
      const waiting = { line, resolve, reject };
      this.#waiting.add(waiting);
      const leave = () => {
        if (!this.#waiting.delete(waiting)) return;
        reject(signal.reason);
        if (this.#waiting.size === 0) this.#timer = setTimeout(() => this.stop(), UNWANTED_MS);
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** Ends git. Whoever still waits gets an error. */
  stop(): void {
    this.#stop.abort(new GitError('GIT_FAILED', 'git blame was stopped, because nobody waited for it'));
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, id, first, count] = GROUP.exec(line) ?? [];
      if (id === undefined) continue;
      for (let at = Number(first) - 1, left = Number(count); left > 0; at += 1, left -= 1) this.#ids[at] = id;
    }
    for (const waiting of this.#waiting) {
      const id = this.#ids[waiting.line];
      if (id === undefined) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(committed(id));
    }
  }

  #end(ended: { readonly error?: unknown }): void {
    clearTimeout(this.#timer);
    this.#ended = ended;
    for (const { resolve, reject } of this.#waiting) {
      if ('error' in ended) reject(ended.error);
      else resolve(undefined);
    }
    this.#waiting.clear();
  }
}

function committed(id: string): string | undefined {
  return NOT_COMMITTED.test(id) ? undefined : id;
}
