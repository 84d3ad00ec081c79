import type { GitObjects } from '../git/index.js';
import { linksOf } from './links.js';

interface Reader {
  readonly objects: GitObjects;
}

/**
 * For a tag, the object at the end of its chain; any other object is returned as it is. Undefined if it is missing.
 * Every tag is hashed here: git does not do that when it follows tags, and a forged tag could lead elsewhere. A
 * commit that is too large to read still counts as a commit.
 * @throws GitError GIT_FAILED for a damaged object on the way
 */
export async function peeled(
  id: string,
  { objects }: Reader,
): Promise<{ readonly id: string; readonly type: string } | undefined> {
  let at = id;
  // A chain of tags cannot be a circle, because each id is the hash of its object.
  for (;;) {
    const links = await linksOf(at, objects);
    if ('missing' in links) return links.why === 'too-large' ? { id: at, type: 'commit' } : undefined;
    if (links.type !== 'tag') return { id: at, type: links.type };
    if (links.target === undefined) return undefined;
    at = links.target;
  }
}

/**
 * The parents that the commit names and that are present. In a shallow clone some may be missing. @throws GitError
 * GIT_FAILED
 */
export async function parentsOf(id: string, { objects }: Reader): Promise<string[]> {
  const links = await linksOf(id, objects);
  if ('missing' in links) return [];
  const found: string[] = [];
  for (const parent of links.parents)
    if ((await peeled(parent, { objects })) !== undefined) found.push(parent);
  return found;
}
