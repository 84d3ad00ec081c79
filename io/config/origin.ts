import { isAbsolute } from 'node:path';
import type { GitConfigScope } from '../git/index.js';
import type { Origin } from './types.js';

const OWN_SCOPES: readonly GitConfigScope[] = ['system', 'global', 'command'];

/**
 * Whether the user wrote an entry of git's configuration, or whoever set the system up. A file with a relative path lies
 * in the repository at hand, whatever names it (GIT_CONFIG_GLOBAL, a relative HOME).
 * @param place as git shows it: `file:/home/me/.gitconfig`
 */
export function isUsersOwn(scope: GitConfigScope, place: string): boolean {
  const file = /^file:(.*)$/s.exec(place)?.[1];
  return OWN_SCOPES.includes(scope) && (file === undefined || isAbsolute(file));
}

/** Whether a repository's own configuration says so. */
export function isFromRepository(origin: Origin): boolean {
  return origin.source === 'git' && !isUsersOwn(origin.scope, origin.place);
}
