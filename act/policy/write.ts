import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GitPlace, repositoryInfo } from '../../io/git/index.js';
import { RepositoryPolicyError } from '../../io/repository-policy/error.js';
import { POLICY_FILE } from '../../io/repository-policy/load.js';

/**
 * Writes a policy file at the top of the work tree. Never overwrites an existing one.
 * @returns the path
 * @throws RepositoryPolicyError POLICY_EXISTS, POLICY_NOT_WRITTEN; GitError
 */
export async function writeNewPolicy(text: string, place: GitPlace): Promise<string> {
  const { topLevel } = await repositoryInfo(place);
  if (topLevel === undefined)
    throw new RepositoryPolicyError('POLICY_NOT_WRITTEN', 'a bare repository has no files to write');
  const path = join(topLevel, POLICY_FILE);
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    if (code === 'EEXIST')
      throw new RepositoryPolicyError('POLICY_EXISTS', `${path} exists and is left as it is`);
    throw new RepositoryPolicyError('POLICY_NOT_WRITTEN', `${path} cannot be written (${code})`);
  }
  return path;
}
