import { type GitPlace, git } from '../../../io/git/index.js';

const PROGRAMS = '^filter\\..*\\.(clean|smudge|process|required)$';

/**
 * An environment in which git runs no filter from any configuration. Without it, `git blame --contents` would pass the text to
 * the clean filter that .gitattributes names (blame.c, fake_working_tree_commit). Every filter is set to nothing, after the
 * settings that the environment contains already.
 * @throws GitError
 */
export async function withoutPrograms(
  place: GitPlace & { readonly env: NodeJS.ProcessEnv },
): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await git({
    ...place,
    args: ['config', '-z', '--name-only', '--get-regexp', PROGRAMS],
    accept: [0, 1],
  });
  const keys = new Set(Buffer.from(stdout).toString('utf8').split('\0').filter(Boolean));
  const set = [...keys].map((key) => [key, key.endsWith('.required') ? 'false' : ''] as const);
  const before = Number(place.env['GIT_CONFIG_COUNT'] ?? 0);
  const added = set.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${before + index}`, key],
    [`GIT_CONFIG_VALUE_${before + index}`, value],
  ]);
  return { ...place.env, ...Object.fromEntries(added), GIT_CONFIG_COUNT: String(before + set.length) };
}
