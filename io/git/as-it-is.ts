import type { GitPlace } from './types.js';

/**
 * Options for every git command that walks history. With them, git reads the parents from the commits themselves.
 * The file objects/info/commit-graph is part of the repository, so it may lie and leave commits out.
 */
export const BY_COMMITS: readonly string[] = ['-c', 'core.commitGraph=false'];

/**
 * The place with an environment in which git shows the real objects: no replace refs, no grafts, and a missing
 * object is not fetched. Older versions of git know partial clones but not GIT_NO_LAZY_FETCH; for them every
 * protocol is forbidden.
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
