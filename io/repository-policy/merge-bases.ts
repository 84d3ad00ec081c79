import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  asItIs,
  BY_COMMITS,
  GitError,
  type GitObjects,
  type GitPlace,
  git,
  IdSet,
  repositoryInfo,
  soundPast,
} from '../git/index.js';

/**
 * The merge bases of two commits, from the parents that the commits themselves name. Every commit on the way to a merge
 * base is hashed, because git believes a forged commit that names other parents.
 * @throws GitError REVISION_UNKNOWN if a shallow clone ends before all common ancestors are reached; git would then
 *   find no merge base, or one that is too old. GIT_FAILED if a commit on the way is damaged
 */
export async function mergeBases(at: GitPlace, objects: GitObjects, a: string, b: string): Promise<string[]> {
  const place = asItIs(at);
  const args = [...BY_COMMITS, 'merge-base', '--all', a, b];
  const { stdout } = await git({ ...place, args, accept: [0, 1] });
  const bases = Buffer.from(stdout).toString('latin1').split('\n').filter(Boolean);
  const edge = await edgeOf(place);
  // Without a merge base every path counts as changed, so there is nothing to prove.
  if (bases.length === 0 && edge.size === 0) return bases;
  const listed = new IdSet();
  const open = new Set([a, b]);
  for await (const group of soundPast([a, b, ...bases.map((base) => `^${base}`)], place, objects))
    for (const { id, parents } of group) {
      if (edge.has(id))
        throw new GitError(
          'REVISION_UNKNOWN',
          'the merge base of a merge is not in this repository (a shallow clone)',
        );
      listed.add(id);
      open.delete(id);
      for (const parent of parents) if (!listed.has(parent)) open.add(parent);
    }
  for (const base of bases) open.delete(base);
  if (bases.length > 0) await proveBefore(bases, open, place, objects);
  return bases;
}

/** Proves that the commits git did not list are ancestors of the bases. Otherwise one of them could lead to a better base. */
async function proveBefore(
  bases: readonly string[],
  commits: Set<string>,
  place: GitPlace,
  objects: GitObjects,
): Promise<void> {
  if (commits.size === 0) return;
  for await (const group of soundPast(bases, place, objects)) {
    for (const { id } of group) commits.delete(id);
    if (commits.size === 0) return;
  }
  const [one] = commits;
  throw new GitError('GIT_FAILED', `git leaves out commit ${one}, which does not come before a merge base`);
}

/** Where a shallow clone ends. */
async function edgeOf(place: GitPlace): Promise<ReadonlySet<string>> {
  const { shallow, commonDir } = await repositoryInfo(place);
  return new Set(
    shallow ? (await readFile(join(commonDir, 'shallow'), 'utf8')).split('\n').filter(Boolean) : [],
  );
}
