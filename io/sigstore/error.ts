import type { SIGSTORE_ERRORS } from '../../core/codes/errors/sigstore.js';
/** Why a Sigstore service gave no usable answer. */
export type SigstoreErrorCode = keyof typeof SIGSTORE_ERRORS;

/** A Sigstore service failed. `message` is one harmless line without secrets; `hint` says what to do. */
export class SigstoreError extends Error {
  override readonly name = 'SigstoreError';
  constructor(
    readonly code: SigstoreErrorCode,
    message: string,
    readonly hint?: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
