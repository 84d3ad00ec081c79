/** Why a file could not be checked against a bundle. */
export type BlobErrorCode = 'BUNDLE_UNREADABLE' | 'DIGEST_MALFORMED';

/** There is no bundle to read, or no digest to compare with. `message` is one harmless line; `hint` says what to do. */
export class BlobError extends Error {
  override readonly name = 'BlobError';
  constructor(
    readonly code: BlobErrorCode,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}
