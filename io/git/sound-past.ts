import { GitError } from './error.js';
import { listRevs } from './list-revs.js';
import type { GitObjects } from './objects.js';
import { readAhead } from './read-ahead.js';
import type { GitPlace } from './types.js';

const GROUP = 256;

/**
 * Ids of these commits and all their ancestors, in groups. Each commit is hashed, because git does not hash the
 * commits it walks over, and a forged commit could name any other as its parent. git lists a commit after one of
 * its children, so every commit of a group is a proven ancestor.
 * @throws GitError GIT_FAILED if one is damaged or missing; REVISION_UNKNOWN
 */
export async function* soundPast(
  of: readonly string[],
  place: GitPlace,
  objects: GitObjects,
): AsyncGenerator<readonly string[], void, undefined> {
  let group: string[] = [];
  for await (const id of listRevs(of, place)) {
    group.push(id);
    if (group.length < GROUP) continue;
    yield await hashed(group, objects);
    group = [];
  }
  yield await hashed(group, objects);
}

async function hashed(ids: readonly string[], objects: GitObjects): Promise<readonly string[]> {
  let damaged: string | undefined;
  for (const [id, answer] of readAhead(ids, objects)) if ('missing' in (await answer)) damaged ??= id;
  if (damaged === undefined) return ids;
  throw new GitError(
    'GIT_FAILED',
    `the repository is damaged: it holds other bytes under the id of commit ${damaged}, an ancestor`,
  );
}
