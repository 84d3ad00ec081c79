import { GitError, type GitPlace } from '../git/index.js';
import { openGitHistory } from './git-history.js';
import type { History, HistorySelection } from './types.js';

/**
 * The selected objects of the repository at `place`, read through git, or directly from disk if there is no git
 * program. An aborted `signal` ends git's walk; `items` then throws.
 * @throws GitError
 */
export async function openHistory(
  selection: HistorySelection,
  place: GitPlace,
  signal?: AbortSignal,
): Promise<History> {
  try {
    return await openGitHistory(selection, place, signal);
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'GIT_NOT_FOUND') throw error;
    const { openWithoutGit } = await import('./without-git/index.js');
    return openWithoutGit(selection, place);
  }
}
