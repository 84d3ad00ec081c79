import { join } from 'node:path';
import { readPolicyText } from '../../inspect/basis/user-policy.js';
import { userDirectories } from '../../io/config/index.js';
import { replaceFile } from '../../io/files/replace-file.js';
import { type GitPlace, repositoryInfo } from '../../io/git/index.js';

/** The repository, and the environment that identifies the user. */
type Place = GitPlace & { readonly env: NodeJS.ProcessEnv };

function listPath({ env }: Place): string {
  return join(userDirectories(env).config, 'trusted-repositories');
}

async function listed(path: string): Promise<string[]> {
  const text = (await readPolicyText(path)) ?? '';
  return text.split('\n').filter((line) => line !== '');
}

async function commonDirOf(place: Place): Promise<string> {
  return (await repositoryInfo(place)).commonDir;
}

/** Adds a repository to the list of those whose own configuration may name a trusted root. Returns a line that says so. */
export async function allowRepository(place: Place): Promise<string> {
  const path = listPath(place);
  const [repository, lines] = [await commonDirOf(place), await listed(path)];
  if (!lines.includes(repository)) await replaceFile(path, `${[...lines, repository].join('\n')}\n`);
  return `allow this repository to name its own trusted root (${path})`;
}

/** Removes a repository from that list. Returns whether it was on it. */
export async function disallowRepository(place: Place): Promise<boolean> {
  const path = listPath(place);
  const [repository, lines] = [await commonDirOf(place), await listed(path)];
  const rest = lines.filter((line) => line !== repository);
  if (rest.length === lines.length) return false;
  await replaceFile(path, rest.map((line) => `${line}\n`).join(''));
  return true;
}
