import { parseCommit } from '../../core/git/index.js';
import { GitError, type GitObjects, type GitPlace } from '../git/index.js';
import { ChangeWork } from './change-work.js';
import type { TreeDiffs } from './changed-paths.js';
import { mergeBases } from './merge-bases.js';

/** What paths are read with. */
export interface ChangeReader {
  readonly place: GitPlace;
  readonly objects: GitObjects;
  readonly diffs: TreeDiffs;
}

/** The trees of some commits, each once. */
async function treesOf(
  { objects }: ChangeReader,
  commits: Iterable<string>,
  work: ChangeWork,
): Promise<Set<string>> {
  const trees = new Set<string>();
  for (const commit of new Set(commits)) {
    const object = await objects.read(commit);
    if ('missing' in object || object.type !== 'commit')
      throw new GitError('REVISION_UNKNOWN', `commit ${commit} is not in this repository (a shallow clone?)`);
    work.read(object.raw.length);
    trees.add(parseCommit(object.raw).tree);
  }
  return trees;
}

/** Every path in which a tree differs from one of others. */
async function differences(
  { diffs }: ChangeReader,
  others: Iterable<string | undefined>,
  tree: string,
  work: ChangeWork,
): Promise<Set<string>> {
  const all = new Set<string>();
  for (const other of others) for (const path of await diffs.between(other, tree, work)) all.add(path);
  return all;
}

/** The same names, without the slash that says which of them are links or submodules. */
function named(paths: Iterable<string>): Set<string> {
  return new Set(Array.from(paths, nameOf));
}

function nameOf(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Each path once: as a link or submodule where it is one on any side. */
function together(...sides: readonly ReadonlySet<string>[]): string[] {
  const all = new Set(sides.flatMap((side) => [...side]));
  return [...all].filter((path) => !all.has(`${path}/`));
}

/** Where a merge is not what both sides make of it by themselves, file by file; see `ownChanges`. */
async function mergeChanges(reader: ChangeReader, tree: string, a: string, b: string): Promise<string[]> {
  const work = new ChangeWork();
  const [treesA, treesB] = [await treesOf(reader, [a], work), await treesOf(reader, [b], work)];
  const bases = await treesOf(reader, await mergeBases(reader.place, a, b), work);
  const fromA = await differences(reader, treesA, tree, work);
  const fromB = await differences(reader, treesB, tree, work);
  const all = together(fromA, fromB);
  if (bases.size === 0) return all;
  const changed = async (side: Set<string>) => {
    const [one = ''] = side;
    return named(await differences(reader, bases, one, work));
  };
  const [changedA, changedB] = [await changed(treesA), await changed(treesB)];
  const [namesA, namesB] = [named(fromA), named(fromB)];
  return all.filter((path) => {
    const name = nameOf(path);
    const takesA = !namesA.has(name) && !changedB.has(name);
    const takesB = !namesB.has(name) && !changedA.has(name);
    return !takesA && !takesB;
  });
}

/**
 * The paths a commit itself changes. Of a merge of two: every path but those that equal one parent while the other parent
 * has not touched them since the merge base. So a merge that mixes, edits, or drops what a side did has that path as its
 * own change; one that only brings two sides together has none. A merge of more has all paths in which it differs. Parents
 * that are named twice, or have the same tree, are compared once.
 * @throws GitError when a tree or parent is not there; PolicyLimitError when there is too much of it
 */
export async function ownChanges(
  reader: ChangeReader,
  commit: { readonly tree: string; readonly parents: readonly string[] },
): Promise<readonly string[]> {
  const { tree, parents } = commit;
  const [first, second] = parents;
  if (first !== undefined && second !== undefined && parents.length === 2)
    return mergeChanges(reader, tree, first, second);
  const work = new ChangeWork();
  const before = parents.length === 0 ? [undefined] : await treesOf(reader, parents, work);
  return together(await differences(reader, before, tree, work));
}
