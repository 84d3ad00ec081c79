/** What keeps a repository's policy from being found. */
export type RepositoryPolicyErrorCode =
  | 'PROTECTED_BRANCH_UNKNOWN'
  | 'POLICY_UNREADABLE'
  | 'POLICY_NOT_A_FILE'
  | 'POLICY_TOO_LARGE';

/** The policy of a repository cannot be read. `message` is one line; `hint` says what to do. */
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
