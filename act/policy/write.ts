import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { harmless } from '../../core/harmless/index.js';
import { type GitPlace, repositoryInfo } from '../../io/git/index.js';
import { RepositoryPolicyError } from '../../io/repository-policy/error.js';
import { POLICY_FILE } from '../../io/repository-policy/load.js';
import { codeOf, inWords } from '../../io/write-objection.js';

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
    const file = await open(path, 'wx');
    try {
      await file.writeFile(text);
    } catch (error) {
      // On a full disk the file has the beginning of the text, which would count as a policy.
      await rm(path, { force: true }).catch(() => {});
      throw error;
    } finally {
      await file.close().catch(() => {});
    }
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new RepositoryPolicyError('POLICY_EXISTS', `${path} exists and is left as it is`);
    throw new RepositoryPolicyError(
      'POLICY_NOT_WRITTEN',
      harmless(`${path} cannot be written (${inWords(error)})`),
    );
  }
  return path;
}
