import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asItIs, BY_COMMITS, GitError, type GitPlace, git, listRevs, repositoryInfo } from '../git/index.js';

/**
 * The merge bases of two commits, from the parents that the commits themselves name.
 * @throws GitError REVISION_UNKNOWN if a shallow clone ends before all common ancestors are reached; git would then
 *   find no merge base, or one that is too old
 */
export async function mergeBases(at: GitPlace, a: string, b: string): Promise<string[]> {
  const place = asItIs(at);
  const args = [...BY_COMMITS, 'merge-base', '--all', a, b];
  const { stdout } = await git({ ...place, args, accept: [0, 1] });
  const bases = Buffer.from(stdout).toString('latin1').split('\n').filter(Boolean);
  const { shallow, commonDir } = await repositoryInfo(place);
  if (!shallow) return bases;
  const edge = new Set((await readFile(join(commonDir, 'shallow'), 'utf8')).split('\n'));
  for await (const id of listRevs([a, b, ...bases.map((base) => `^${base}`)], place))
    if (edge.has(id))
      throw new GitError(
        'REVISION_UNKNOWN',
        'the merge base of a merge is not in this repository (a shallow clone)',
      );
  return bases;
}
