/** What is wrong with a policy, as a stable code. */
export type PolicyErrorCode =
  | 'POLICY_SYNTAX'
  | 'POLICY_TOO_LARGE'
  | 'POLICY_UNKNOWN_FIELD'
  | 'POLICY_MISSING_FIELD'
  | 'POLICY_BAD_VALUE'
  | 'POLICY_BAD_REGEXP'
  | 'POLICY_UNANCHORED'
  | 'POLICY_UNKNOWN_SIGNER'
  | 'POLICY_UNREACHABLE_RULE'
  | 'POLICY_WITHOUT_EFFECT'
  | 'POLICY_EXPIRED';

/** One thing wrong in a policy file. Line and column count from 1, in characters. */
export interface PolicyProblem {
  readonly severity: 'error' | 'warning';
  readonly code: PolicyErrorCode;
  readonly line: number;
  readonly column: number;
  /** One line; may hold text of the file: made harmless by whoever prints it. */
  readonly message: string;
  /** The line of what it is about besides: the rule above that decides already. */
  readonly relatedLine?: number;
}

/** A policy that cannot be used. `message` is one line that names the place (line and column where there is one). */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  /** @param problems everything that was found, where the whole file was looked through */
  constructor(
    readonly code: PolicyErrorCode,
    message: string,
    readonly problems: readonly PolicyProblem[] = [],
  ) {
    super(message);
  }
}
