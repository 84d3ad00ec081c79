/** Why a repository's policy could not be found or written. */
export type RepositoryPolicyErrorCode =
  | 'PROTECTED_BRANCH_UNKNOWN'
  | 'POLICY_UNREADABLE'
  | 'NO_POLICY'
  | 'NOTHING_TO_PROPOSE'
  | 'POLICY_NOT_A_FILE'
  | 'POLICY_EXISTS'
  | 'POLICY_NOT_WRITTEN';

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
