import { harmless } from '../../core/harmless/index.js';
import { GitError } from '../git/index.js';

const SHOWN = 6;

/**
 * The refs that git tries for a name, in its order (gitrevisions(7)). Unlike in git, a full name means only itself:
 * git would also look for `refs/tags/refs/heads/main`, and anyone who may push a tag can create that.
 */
export function placesOf(name: string): string[] {
  if (name.startsWith('refs/')) return [name];
  return [
    `refs/${name}`,
    `refs/tags/${name}`,
    `refs/heads/${name}`,
    `refs/remotes/${name}`,
    `refs/remotes/${name}/HEAD`,
  ];
}

/** The error for a name with several meanings. @param meanings full names of refs, and ids of objects */
export function ambiguous(name: string, meanings: readonly string[]): GitError {
  const more = meanings.length > SHOWN ? `, and ${meanings.length - SHOWN} more` : '';
  const listed = meanings.slice(0, SHOWN).map(harmless).join(', ');
  return new GitError(
    'REVISION_AMBIGUOUS',
    `"${harmless(name)}" could be several things: ${listed}${more}; give the full name`,
  );
}
