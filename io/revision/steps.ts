import type { GitObjects, GitPlace, NoGitObject } from '../git/index.js';
import { type Links, linksOf } from './links.js';
import { atPath } from './paths.js';
import { peeled } from './peel.js';

/** One step that leads from an object to another (gitrevisions(7)). */
const STEP = /^(?:(~)(\d*)|(\^)(\d*)(?!\{)|\^\{(commit|tag|tree|blob|object|)\})/;

interface Reader {
  readonly place: GitPlace;
  readonly objects: GitObjects;
}

/**
 * Goes the steps (`~2`, `^2`, `^{commit}`, `:path`) from an object to another, each object on the way hashed: git goes
 * them through a forged one, which may name any other object.
 * @returns the id reached; undefined where a step leads nowhere
 * @throws GitError GIT_FAILED for a damaged one on the way
 */
export async function stepped(start: string, steps: string, reader: Reader): Promise<string | undefined> {
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
  if (rest === '') return id;
  const tree = rest.startsWith(':') ? await typed(id, 'tree', reader) : undefined;
  return tree && atPath(tree, rest.slice(1), reader.place, reader.objects);
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
  if (type === 'tree' && end?.type === 'commit') {
    const links = await linksOf(end.id, reader.objects);
    return 'missing' in links ? undefined : links.tree;
  }
  return type === '' || end?.type === type ? end?.id : undefined;
}
