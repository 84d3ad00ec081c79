/** Why there is no identity token. */
export type IdentityErrorCode =
  | 'NO_TOKEN_SOURCE'
  | 'TOKEN_MALFORMED'
  | 'TOKEN_EXPIRED'
  | 'CLOCK_WRONG'
  | 'TOKEN_WRONG_AUDIENCE'
  | 'TOKEN_EMAIL_NOT_VERIFIED'
  | 'TOKEN_NO_SUBJECT'
  | 'TOKEN_FILE_UNREADABLE'
  | 'TOKEN_SOURCE_FAILED'
  | 'ISSUER_UNREACHABLE'
  | 'ISSUER_REFUSED'
  | 'SIGN_IN_REJECTED'
  | 'SIGN_IN_TIMEOUT'
  | 'SIGN_IN_ABORTED'
  | 'SIGN_IN_OPENED_TWICE'
  | 'BROWSER_NOT_OPENED';

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
