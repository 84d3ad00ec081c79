import { once } from 'node:events';
import { harmless } from '../../core/harmless/index.js';
import { startPiped } from '../child-process.js';
import { childEnvironment } from '../environment/children.js';
import { BY_COMMITS, GitError, type GitPlace } from '../git/index.js';
import { programPath } from '../program-path.js';

const MAX_STDERR = 4096;

/** A commit as git lists it. The date and parents are true only if the commit's bytes match its id. */
export interface ListedCommit {
  readonly id: string;
  /** Committer date, Unix seconds. */
  readonly time: number;
  readonly parents: readonly string[];
}

/**
 * The commits that `git rev-list` prints, in its order and in groups as they arrive. The history need not fit in
 * memory, and git waits while nobody reads.
 * @throws GitError GIT_NOT_FOUND, GIT_FAILED
 */
export async function* listCommits(
  options: readonly string[],
  place: GitPlace,
  signal?: AbortSignal,
): AsyncGenerator<readonly ListedCommit[], void, undefined> {
  for await (const lines of revList(['--timestamp', '--parents', ...options], place, signal))
    yield lines.map((line) => {
      const [time = '', id = '', ...parents] = line.split(' ');
      return { id, time: Number(time), parents };
    });
}

async function* revList(
  options: readonly string[],
  place: GitPlace,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[], void, undefined> {
  const args = [...BY_COMMITS, 'rev-list', ...options, '--'];
  const { env = process.env } = place;
  const child = startPiped(programPath('git', env), args, {
    env: childEnvironment(env, { GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }),
    windowsHide: true,
    ...(place.cwd !== undefined && { cwd: place.cwd }),
    ...(signal && { signal }),
  });
  let said = '';
  child.stderr.on('data', (chunk: Uint8Array) => {
    if (said.length < MAX_STDERR) said += Buffer.from(chunk).toString('utf8');
  });
  child.stdin.on('error', () => {});
  child.stdin.end();
  const ended = once(child, 'close').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new GitError('GIT_NOT_FOUND', 'git is not in PATH');
    throw new GitError('GIT_FAILED', `git could not be started (${error.code ?? 'no reason given'})`);
  });
  ended.catch(() => {});
  try {
    let rest = '';
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
      const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
    const [code] = await ended;
    if (code !== 0) throw failure(said, code);
  } finally {
    child.kill();
  }
}

/** Every end of the walk was read before, so an object that git misses is an ancestor of one of them. */
function failure(said: string, code: number | null): GitError {
  const line = /^(?:fatal|error): (.*)/m.exec(said)?.[1] ?? 'git rev-list failed';
  return new GitError('GIT_FAILED', harmless(`the history cannot be walked to its end: ${line}`), code ?? -1);
}
