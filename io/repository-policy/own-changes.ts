import { parseCommit } from '../../core/git/index.js';
import { GitError, type GitObjects, type GitPlace } from '../git/index.js';
import { ChangeWork } from './change-work.js';
import type { TreeDiffs } from './changed-paths.js';
import { mergeBases } from './merge-bases.js';

/** What reads the changed paths. */
export interface ChangeReader {
  readonly place: GitPlace;
  readonly objects: GitObjects;
  readonly diffs: TreeDiffs;
}

/** The trees of these commits, without duplicates. */
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

/** Every path in which the tree differs from at least one of the others. */
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

/** The same paths, without the slash that marks links and submodules. */
function named(paths: Iterable<string>): Set<string> {
  return new Set(Array.from(paths, nameOf));
}

function nameOf(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Each path once. If it is a link or submodule on any side, it is marked as one. */
function together(...sides: readonly ReadonlySet<string>[]): string[] {
  const all = new Set(sides.flatMap((side) => [...side]));
  return [...all].filter((path) => !all.has(`${path}/`));
}

/** The paths, file by file, in which a merge is not just the result of both sides; see `ownChanges`. */
async function mergeChanges(reader: ChangeReader, tree: string, a: string, b: string): Promise<string[]> {
  const work = new ChangeWork();
  const [treesA, treesB] = [await treesOf(reader, [a], work), await treesOf(reader, [b], work)];
  const bases = await treesOf(reader, await mergeBases(reader.place, reader.objects, a, b), work);
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
 * The paths that a commit itself changes. For a merge of two parents, a path is no change of its own if it equals
 * one parent and the other parent has not changed it since the merge base. So a merge that mixes, edits or drops
 * the work of a side changes that path itself; a merge that only brings two sides together changes nothing. For a
 * merge of more parents, every path that differs from a parent counts. Parents that are named twice or have the
 * same tree are compared once.
 * @throws GitError if a tree or parent is missing; PolicyLimitError if there is too much to compare
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
