import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasNoRepository, type RepositoryInfo, repositoryInfo } from '../../../io/git/index.js';
import type { SignatureCalls } from '../calls.js';
import { placeOf } from './place.js';

/**
 * The most folders directly below a folder that are searched. The editor's own search is as deep (git.repositoryScanMaxDepth).
 */
const MOST_BELOW = 200;

async function infoOf(folder: string, gitPath: string | undefined): Promise<RepositoryInfo | undefined> {
  try {
    return await repositoryInfo(placeOf(folder, gitPath));
  } catch (error) {
    if (hasNoRepository(error)) return undefined;
    throw error;
  }
}

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== '.git')
    .map(({ name }) => join(folder, name))
    .filter((path) => existsSync(join(path, '.git')))
    .slice(0, MOST_BELOW);
}

/**
 * The roots of the repository that contains a folder, and of the repositories directly below it: nested ones, submodules,
 * linked work trees. With `bareOnly`: only the folder itself, if it is a bare repository.
 * @throws GitError GIT_NOT_FOUND
 */
export async function discover({
  folder,
  gitPath,
  bareOnly = false,
}: SignatureCalls['discover']['ask']): Promise<readonly string[]> {
  const own = await infoOf(folder, gitPath);
  if (bareOnly) return own?.bare ? [own.gitDir] : [];
  const nested = await Promise.all((await below(folder)).map((path) => infoOf(path, gitPath)));
  const roots = [own, ...nested].flatMap((info) => (info ? [info.topLevel ?? info.gitDir] : []));
  return [...new Set(roots)];
}
