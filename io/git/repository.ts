import type { GitConfigEntry, GitPlace, RepositoryInfo } from './types.js';

/** The object id a revision names. @throws GitError REVISION_UNKNOWN */
export function revParse(_revision: string, _place: GitPlace): Promise<string> {
  throw new Error('not built yet');
}

/** The commits `git rev-list` gives for these revisions and ranges, as it gives them. @throws GitError */
export function listRevs(_revisions: readonly string[], _place: GitPlace): AsyncIterable<string> {
  throw new Error('not built yet');
}

/** Facts of the repository at `cwd`. @throws GitError NOT_A_REPOSITORY */
export function repositoryInfo(_place: GitPlace): Promise<RepositoryInfo> {
  throw new Error('not built yet');
}

/** git's whole configuration as seen from `cwd`, with one run of git. Works outside a repository. @throws GitError */
export function readGitConfig(_place: GitPlace): Promise<readonly GitConfigEntry[]> {
  throw new Error('not built yet');
}
