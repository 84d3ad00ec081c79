import type { TRUST_ERRORS } from '../../core/codes/errors/trust.js';
/** Why there is no trusted root. */
export type TrustErrorCode = keyof typeof TRUST_ERRORS;

/** There is no usable trusted root, or a refresh failed. `message` is one harmless line; `hint` says what to do. */
export class TrustError extends Error {
  override readonly name = 'TrustError';
  constructor(
    readonly code: TrustErrorCode,
    message: string,
    readonly hint?: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
