import { type GitPlace, git } from '../git/index.js';

const SHORT = /^[0-9a-f]{4,63}$/i;
/** The output of git-describe(1). Only the id at its end counts. */
const DESCRIBED = /-g([0-9a-f]{4,64})$/i;

async function linesOf(place: GitPlace, args: readonly string[], input?: Uint8Array): Promise<string[]> {
  const { stdout } = await git({ ...place, args, accept: [0, 1, 128], ...(input && { input }) });
  return Buffer.from(stdout).toString('latin1').split('\n').filter(Boolean);
}

/**
 * Ids of the objects for which a name can be the abbreviation. If there are several, only commits and tags count,
 * because nothing else is signed. git does the same when it looks for a commit.
 * @throws GitError
 */
export async function abbreviated(name: string, place: GitPlace): Promise<readonly string[]> {
  const digits = SHORT.test(name) ? name : DESCRIBED.exec(name)?.[1];
  if (digits === undefined) return [];
  const ids = await linesOf(place, ['rev-parse', `--disambiguate=${digits.toLowerCase()}`]);
  if (ids.length < 2) return ids;
  const format = '--batch-check=%(objectname) %(objecttype)';
  const types = await linesOf(place, ['cat-file', format], Buffer.from(`${ids.join('\n')}\n`));
  const signed = types.flatMap((line) => /^(\S+) (?:commit|tag)$/.exec(line)?.[1] ?? []);
  return signed.length > 0 ? signed : ids;
}
