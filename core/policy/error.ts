/** What is wrong with a policy, as a stable code. */
export type PolicyErrorCode =
  | 'POLICY_SYNTAX'
  | 'POLICY_TOO_LARGE'
  | 'POLICY_UNKNOWN_FIELD'
  | 'POLICY_MISSING_FIELD'
  | 'POLICY_BAD_VALUE'
  | 'POLICY_BAD_REGEXP';

/** A policy that cannot be used. `message` is one line that names the place (line and column where there is one). */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  constructor(
    readonly code: PolicyErrorCode,
    message: string,
  ) {
    super(message);
  }
}
