import type { GitObjects, NoGitObject } from '../git/index.js';
import { type Links, linksOf } from './links.js';
import { peeled } from './peel.js';

/** One step that leads from a commit or tag to another (gitrevisions(7)). */
const STEP = /^(?:(~)(\d*)|(\^)(\d*)(?!\{)|\^\{(commit|tag|object|)\})/;

interface Reader {
  readonly objects: GitObjects;
}

/**
 * Goes the steps (`~2`, `^2`, `^{commit}`) from an object to another, each object on the way hashed: git goes them through a
 * forged one, which may name any commit as its parent.
 * @returns the id reached, with the steps that are left: a path, or to a tree; undefined where a step leads nowhere
 * @throws GitError GIT_FAILED for a damaged one on the way
 */
export async function stepped(
  start: string,
  steps: string,
  reader: Reader,
): Promise<{ readonly id: string; readonly rest: string } | undefined> {
  let id: string | undefined = start;
  let rest = steps;
  for (let step = STEP.exec(rest); step !== null; step = STEP.exec(rest)) {
    rest = rest.slice(step[0].length);
    const [, tilde, generations, caret, which, type] = step;
    if (tilde) id = await back(id, Number(generations || 1), 1, reader);
    else if (caret) id = await back(id, which === '0' ? 0 : 1, Number(which || 1), reader);
    else id = await typed(id, type ?? '', reader);
    if (id === undefined) return undefined;
  }
  // A tree or a path is looked for from the end of the tags.
  if (rest !== '') id = (await peeled(id, reader))?.id;
  return id === undefined ? undefined : { id, rest };
}

/** So many generations back from a commit, to the first parent or another. */
async function back(
  start: string,
  generations: number,
  which: number,
  reader: Reader,
): Promise<string | undefined> {
  let id = await typed(start, 'commit', reader);
  for (let left = generations; left > 0 && id !== undefined; left--) {
    const links: Links | NoGitObject = await linksOf(id, reader.objects);
    id = 'missing' in links ? undefined : links.parents[which - 1];
  }
  return id;
}

async function typed(id: string, type: string, reader: Reader): Promise<string | undefined> {
  if (type === 'object') return id;
  if (type === 'tag') {
    const links = await linksOf(id, reader.objects);
    return 'missing' in links || links.type !== 'tag' ? undefined : id;
  }
  const end = await peeled(id, reader);
  return type === '' || end?.type === type ? end?.id : undefined;
}
