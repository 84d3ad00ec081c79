import type { GitPlace } from './types.js';

/**
 * Stands before every command that walks history: the parents of a commit are those it names itself. The file
 * objects/info/commit-graph comes with the repository and may leave commits out.
 */
export const BY_COMMITS: readonly string[] = ['-c', 'core.commitGraph=false'];

/**
 * The place with an environment in which git shows the repository as it is: no replace refs, no grafts, and nothing is
 * fetched because an object is not there. GIT_NO_LAZY_FETCH is younger than partial clones; for an older git no
 * protocol is allowed at all.
 */
export function asItIs(place: GitPlace): GitPlace & { readonly env: NodeJS.ProcessEnv } {
  const env = {
    ...(place.env ?? process.env),
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
  return { ...place, env };
}
