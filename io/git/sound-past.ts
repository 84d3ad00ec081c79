import { BY_COMMITS } from './as-it-is.js';
import { GitError } from './error.js';
import { listRevs } from './list-revs.js';
import type { GitObjects } from './objects.js';
import { parentsIn } from './parents-in.js';
import { readAhead } from './read-ahead.js';
import { git } from './run.js';
import type { GitPlace } from './types.js';

const GROUP = 256;

/** A commit whose bytes are what its id says, and the parents that those name. */
export interface SoundCommit {
  readonly id: string;
  readonly parents: readonly string[];
}

/**
 * These commits and all their ancestors, in groups. Each commit is hashed, because git does not hash the commits it
 * walks over, and a forged commit could name any other as its parent. git lists a commit after one of its children, so
 * every commit of a group is a proven ancestor.
 * @param of ids; an id with `^` before it is left out, with its ancestors
 * @throws GitError GIT_FAILED if one is damaged or missing; REVISION_UNKNOWN
 */
export async function* soundPast(
  of: readonly string[],
  place: GitPlace,
  objects: GitObjects,
): AsyncGenerator<readonly SoundCommit[], void, undefined> {
  let group: string[] = [];
  for await (const id of listRevs(of, place)) {
    group.push(id);
    if (group.length < GROUP) continue;
    yield await hashed(group, objects);
    group = [];
  }
  yield await hashed(group, objects);
}

/**
 * Whether a commit is another one, or an ancestor of it. Every commit between them is hashed.
 * @throws GitError GIT_FAILED if a commit between them is damaged
 */
export async function comesBefore(
  commit: string,
  of: string,
  place: GitPlace,
  objects: GitObjects,
): Promise<boolean> {
  const args = [...BY_COMMITS, 'merge-base', '--is-ancestor', commit, of];
  if ((await git({ ...place, args, accept: [0, 1, 128] })).exitCode !== 0) return false;
  if (commit === of) return true;
  for await (const group of soundPast([of], place, objects))
    if (group.some(({ id }) => id === commit)) return true;
  return false;
}

async function hashed(ids: readonly string[], objects: GitObjects): Promise<readonly SoundCommit[]> {
  let damaged: string | undefined;
  const sound: SoundCommit[] = [];
  for (const [id, answer] of readAhead(ids, objects)) {
    const object = await answer;
    if ('missing' in object) damaged ??= id;
    else sound.push({ id, parents: parentsIn(object.raw) });
  }
  if (damaged === undefined) return sound;
  throw new GitError(
    'GIT_FAILED',
    `the repository is damaged: it holds other bytes under the id of commit ${damaged}, an ancestor`,
  );
}
