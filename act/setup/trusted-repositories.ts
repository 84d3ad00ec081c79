import { readPolicyText } from '../../inspect/basis/user-policy.js';
import {
  bound,
  parseLine,
  SET_UP_SETTINGS,
  type TrustedRepository,
  trustedRepositoriesPath,
  userDirectories,
} from '../../io/config/index.js';
import { gitKeys } from '../../io/config/names.js';
import { TABLE } from '../../io/config/table.js';
import { replaceFile } from '../../io/files/replace-file.js';
import { type GitPlace, repositoryInfo } from '../../io/git/index.js';
import { strangersObjection } from '../../io/strangers.js';

/** The repository, and the environment that identifies the user. */
type Place = GitPlace & { readonly env: NodeJS.ProcessEnv };

function listPath({ env }: Place): string {
  return trustedRepositoriesPath(userDirectories(env).config);
}

/** The lines of the list. What others can have written is left out, or writing the list anew would make it the user's own. */
async function listed(path: string): Promise<string[]> {
  if (strangersObjection(path)) return [];
  const text = (await readPolicyText(path)) ?? '';
  return text.split('\n').filter((line) => line !== '');
}

/** The lines about other repositories, and comments. */
async function others(path: string, repository: string): Promise<string[]> {
  return (await listed(path)).filter((line) => parseLine(line)?.repository !== repository);
}

async function commonDirOf(place: Place): Promise<string> {
  return (await repositoryInfo(place)).commonDir;
}

function boundValues(written: Readonly<Record<string, string>>): TrustedRepository['settings'] {
  const found = SET_UP_SETTINGS.flatMap((name) => {
    const [key = ''] = gitKeys(TABLE[name]);
    const value = written[key];
    return value === undefined ? [] : [[name, bound(name, value)] as const];
  });
  return Object.fromEntries(found);
}

/**
 * Notes what set-up writes into a repository's own configuration, so that just this counts for verdicts: the trusted root, the
 * mirror and its root with the digests of their files, and the log to ask.
 * @param written values by their key of git's configuration
 * @returns a line that says so
 */
export async function allowRepository(
  place: Place,
  written: Readonly<Record<string, string>>,
): Promise<string> {
  const path = listPath(place);
  const repository = await commonDirOf(place);
  const entry: TrustedRepository = { repository, settings: boundValues(written) };
  await replaceFile(path, `${[...(await others(path, repository)), JSON.stringify(entry)].join('\n')}\n`);
  return `allow this repository to name this trusted root (${path})`;
}

/** Removes a repository from that list. Returns whether it was on it. */
export async function disallowRepository(place: Place): Promise<boolean> {
  const path = listPath(place);
  const rest = await others(path, await commonDirOf(place));
  if (rest.length === (await listed(path)).length) return false;
  await replaceFile(path, rest.map((line) => `${line}\n`).join(''));
  return true;
}
