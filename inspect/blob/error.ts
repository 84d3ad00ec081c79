import type { BLOB_ERRORS } from '../../core/codes/errors/questions.js';
/** Why a file could not be checked against a bundle. */
export type BlobErrorCode = keyof typeof BLOB_ERRORS;

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
