import type { AGENT_ERRORS, SIGNER_ERRORS, USAGE_ERRORS } from '../core/codes/errors/program.js';
import type { Among, ReasonCode } from '../core/codes/index.js';
/** Wrong usage of the program: exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE' satisfies keyof typeof USAGE_ERRORS;
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Why signing or verifying was impossible, unless a deeper layer has its own error for it. */
export type SignerErrorCode =
  | keyof typeof SIGNER_ERRORS
  | keyof Pick<
      typeof AGENT_ERRORS,
      'AGENT_LOST' | 'AGENT_REFUSED' | 'AGENT_NOT_STARTED' | 'AGENT_OUT_OF_REACH'
    >
  | Among<ReasonCode, 'COMMITTER_MISMATCH'>;

/** An error of the program itself. `message` is one harmless line; `hint` says what to do. */
export class SignerError extends Error {
  override readonly name = 'SignerError';
  constructor(
    readonly code: SignerErrorCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
