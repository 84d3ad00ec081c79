import { once } from 'node:events';
import { harmless } from '../../core/harmless/index.js';
import { startPiped } from '../child-process.js';
import { BY_COMMITS } from './as-it-is.js';
import { GitError } from './error.js';
import { refusal } from './refusal.js';
import { gitEnvironment, lastText, notStarted } from './run.js';
import type { GitPlace } from './types.js';

/**
 * The ids of the commits that `git rev-list` prints for these revisions and ranges, in its order, as a stream: the
 * history need not fit in memory. A revision is never read as an option.
 * @throws GitError REVISION_UNKNOWN, GIT_NOT_FOUND
 */
export async function* listRevs(
  revisions: readonly string[],
  place: GitPlace,
): AsyncGenerator<string, void, undefined> {
  const child = startPiped('git', [...BY_COMMITS, 'rev-list', '--end-of-options', ...revisions, '--'], {
    env: gitEnvironment(place.env ?? process.env),
    windowsHide: true,
    ...(place.cwd !== undefined && { cwd: place.cwd }),
  });
  const stderr = lastText(child);
  child.stdin.on('error', () => {});
  child.stdin.end();
  const ended = once(child, 'close').catch((error) => {
    throw notStarted(error, place.cwd);
  });
  ended.catch(() => {});
  try {
    let rest = '';
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
      const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    const [code] = await ended;
    if (code !== 0) {
      const said = harmless(stderr().split('\n')[0] ?? 'git rev-list failed');
      throw refusal(stderr(), code) ?? new GitError('REVISION_UNKNOWN', said, code);
    }
  } finally {
    child.kill();
  }
}
