import type { IDENTITY_ERRORS } from '../../core/codes/errors/identity.js';
/** Why there is no identity token. */
export type IdentityErrorCode = keyof typeof IDENTITY_ERRORS;

/**
 * No usable identity token. `message` is one harmless line and never contains the token; `hint` says what to do.
 */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  constructor(
    readonly code: IdentityErrorCode,
    message: string,
    readonly hint?: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
