import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { GitError, type GitPlace } from '../git/index.js';
import { gitEnvironment, notStarted } from '../git/run.js';
import { programPath } from '../program-path.js';

/** Most bytes of paths taken for one comparison. */
const MOST_BYTES = 64 << 20;

interface Waiting {
  readonly asked: string;
  readonly resolve: (paths: readonly string[]) => void;
  readonly reject: (error: GitError) => void;
}

/**
 * Names what differs between two trees, over one long-lived `git diff-tree --stdin`: no renames, submodules included,
 * whatever the configuration says. Names that are not UTF-8 have replacement characters.
 */
export class TreeDiffs {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  // A line that is no object id is echoed and flushed (builtin/diff-tree.c); nobody who names files can know this one.
  readonly #end = Buffer.from(`=${randomBytes(16).toString('hex')}\n`);
  #chunks: Buffer[] = [];
  #length = 0;
  #failed: GitError | undefined;

  constructor({ cwd, env = process.env }: GitPlace) {
    const args = [
      'diff-tree',
      '--stdin',
      '-r',
      '-z',
      '--name-only',
      '--no-renames',
      '--ignore-submodules=none',
    ];
    this.#child = spawn(programPath('git', env), args, {
      env: { ...gitEnvironment(env), GIT_NO_REPLACE_OBJECTS: '1', GIT_NO_LAZY_FETCH: '1' },
      windowsHide: true,
      ...(cwd !== undefined && { cwd }),
    });
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.resume();
    this.#child.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#child.once('error', (error) => this.#fail(notStarted(error, cwd)));
    this.#child.once('close', () =>
      this.#fail(new GitError('GIT_FAILED', 'git diff-tree ended: a tree is missing or cannot be read')),
    );
  }

  /**
   * The paths that differ between two trees.
   * @param from ids of trees
   * @throws GitError
   */
  between(from: string, to: string): Promise<readonly string[]> {
    if (this.#failed) return Promise.reject(this.#failed);
    if (from === to) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const asked = `${from} ${to}\n`;
      this.#waiting.push({ asked, resolve, reject });
      this.#child.stdin.write(asked);
      this.#child.stdin.write(this.#end);
    });
  }

  /** Ends git. */
  close(): void {
    this.#child.kill();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length > MOST_BYTES) {
      this.#fail(new GitError('GIT_OUTPUT_TOO_LARGE', 'a commit changes more paths than are read'));
      this.#child.kill();
      return;
    }
    // The end may be cut in two by the pipe.
    let all = Buffer.concat(this.#chunks);
    for (let at = all.indexOf(this.#end); at >= 0; at = all.indexOf(this.#end)) {
      this.#answer(all.subarray(0, at));
      all = all.subarray(at + this.#end.length);
    }
    this.#chunks = [all];
    this.#length = all.length;
  }

  /** Of trees that it cannot read git says nothing at all (builtin/diff-tree.c): that is not "no difference". */
  #answer(bytes: Buffer): void {
    const waiting = this.#waiting.shift();
    const text = bytes.toString('utf8');
    if (!waiting || !text.startsWith(waiting.asked)) {
      waiting?.reject(new GitError('GIT_FAILED', 'git diff-tree cannot read a tree: it is not here'));
      return;
    }
    const names = text.slice(waiting.asked.length).split('\0');
    names.pop();
    waiting.resolve(names);
  }

  #fail(error: GitError): void {
    this.#failed ??= error;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#failed);
  }
}
