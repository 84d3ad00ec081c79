import { parseCommit } from '../../core/git/index.js';
import { asItIs, BY_COMMITS, GitError, type GitObjects, type GitPlace, git } from '../git/index.js';
import type { TreeDiffs } from './changed-paths.js';

const EMPTY_TREE = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const;

/** What paths are read with. */
export interface ChangeReader {
  readonly place: GitPlace;
  readonly objects: GitObjects;
  readonly diffs: TreeDiffs;
}

async function treeOf({ objects }: ChangeReader, commit: string): Promise<string> {
  const object = await objects.read(commit);
  if ('missing' in object || object.type !== 'commit')
    throw new GitError('REVISION_UNKNOWN', `commit ${commit} is not in this repository (a shallow clone?)`);
  return parseCommit(object.raw).tree;
}

async function mergeBases({ place }: ChangeReader, a: string, b: string): Promise<string[]> {
  const args = [...BY_COMMITS, 'merge-base', '--all', a, b];
  const { stdout } = await git({ ...asItIs(place), args, accept: [0, 1] });
  return Buffer.from(stdout).toString('latin1').split('\n').filter(Boolean);
}

/** Where a merge is not what both sides make of it by themselves, file by file; see `ownChanges`. */
async function mergeChanges(reader: ChangeReader, tree: string, a: string, b: string): Promise<string[]> {
  const { diffs } = reader;
  const [treeA, treeB] = await Promise.all([treeOf(reader, a), treeOf(reader, b)]);
  const bases = await Promise.all((await mergeBases(reader, a, b)).map((base) => treeOf(reader, base)));
  const changes = async (side: string) =>
    new Set((await Promise.all(bases.map((base) => diffs.between(base, side)))).flat());
  const [fromA, fromB] = (await Promise.all([diffs.between(treeA, tree), diffs.between(treeB, tree)])).map(
    (paths) => new Set(paths),
  );
  const [changedA, changedB] = await Promise.all([changes(treeA), changes(treeB)]);
  const all = new Set([...(fromA ?? []), ...(fromB ?? [])]);
  if (bases.length === 0) return [...all];
  return [...all].filter((path) => {
    const takesA = !fromA?.has(path) && !changedB.has(path);
    const takesB = !fromB?.has(path) && !changedA.has(path);
    return !takesA && !takesB;
  });
}

/**
 * The paths a commit itself changes. Of a merge of two: every path but those that equal one parent while the other parent
 * has not touched them since the merge base. So a merge that mixes, edits, or drops what a side did has that path as its
 * own change; one that only brings two sides together has none. A merge of more has all paths in which it differs.
 * @throws GitError when a tree or parent is not there
 */
export async function ownChanges(
  reader: ChangeReader,
  commit: { readonly tree: string; readonly parents: readonly string[] },
): Promise<readonly string[]> {
  const { tree, parents } = commit;
  const [first, second] = parents;
  if (first !== undefined && second !== undefined && parents.length === 2)
    return mergeChanges(reader, tree, first, second);
  const empty = tree.length === 64 ? EMPTY_TREE.sha256 : EMPTY_TREE.sha1;
  const trees = parents.length === 0 ? [empty] : await Promise.all(parents.map((id) => treeOf(reader, id)));
  const changes = await Promise.all(trees.map((before) => reader.diffs.between(before, tree)));
  return [...new Set(changes.flat())];
}
