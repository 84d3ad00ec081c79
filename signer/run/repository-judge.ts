import {
  openRepositoryJudge as openRepositoryJudgeAt,
  type RepositoryJudge,
  type RepositoryJudgeOptions,
} from '../../inspect/commits/repository-judge.js';

/**
 * The policy that counts in the repository of the current directory; undefined when there is none.
 * @throws RepositoryPolicyError, PolicyError, GitError
 */
export function openRepositoryJudge(
  options: RepositoryJudgeOptions = {},
): Promise<RepositoryJudge | undefined> {
  return openRepositoryJudgeAt({ env: process.env }, options);
}
