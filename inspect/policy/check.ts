import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Item } from '../../core/finding/index.js';
import { GitError, type GitPlace, repositoryInfo } from '../../io/git/index.js';
import { POLICY_FILE, readPolicyFile } from '../../io/repository-policy/index.js';

/** A policy file with its mistakes. */
export interface PolicyItem extends Item {
  /** False if a mistake makes the policy give no answer. */
  readonly usable: boolean;
}

/**
 * The absolute path of the policy at the top of the work tree, or in the directory itself if that is in no repository. Undefined if
 * there is no such file.
 * @throws GitError REPOSITORY_REFUSED, and what else keeps git from answering; FileError PATH_NOT_UTF8
 */
export async function policyFileAt(place: GitPlace): Promise<string | undefined> {
  const { topLevel } = await repositoryInfo(place).catch((error) => {
    if (error instanceof GitError && ['NOT_A_REPOSITORY', 'GIT_NOT_FOUND'].includes(error.code))
      return { topLevel: undefined };
    throw error;
  });
  const file = topLevel === undefined ? resolve(place.cwd ?? '', POLICY_FILE) : join(topLevel, POLICY_FILE);
  return existsSync(file) ? file : undefined;
}

/**
 * The policy in `file`, with a finding for each mistake.
 * @param now Unix seconds
 * @throws RepositoryPolicyError if the file cannot be read
 */
export async function checkPolicyFile(file: string, now: number): Promise<PolicyItem> {
  const text = await readPolicyFile(file);
  const { readRepositoryPolicy } = await import('../../core/repository-policy/parse.js');
  const { policy, findings } = await readRepositoryPolicy(text, file, now);
  return { name: file, subject: { type: 'policy', id: file }, findings, usable: policy !== undefined };
}
