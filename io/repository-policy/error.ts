import type { REPOSITORY_POLICY_ERRORS } from '../../core/codes/errors/policy.js';
/** Why a repository's policy could not be found or written. */
export type RepositoryPolicyErrorCode = keyof typeof REPOSITORY_POLICY_ERRORS;

/** The policy of a repository cannot be read or written. `message` is one line; `hint` says what to do. */
export class RepositoryPolicyError extends Error {
  override readonly name = 'RepositoryPolicyError';
  constructor(
    readonly code: RepositoryPolicyErrorCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
