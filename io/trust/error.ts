/** Why there is no trusted root. */
export type TrustErrorCode =
  | 'TRUST_FILE_UNREADABLE'
  | 'TRUST_FILE_MALFORMED'
  | 'TRUST_NOT_RENEWABLE'
  | 'TUF_NOT_INITIALISED'
  | 'TUF_REFRESH_FAILED'
  | 'TUF_REFUSED'
  | 'CACHE_NOT_WRITABLE';

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
