/** Why a Sigstore service gave no usable answer. */
export type SigstoreErrorCode =
  | 'FULCIO_REFUSED'
  | 'FULCIO_UNAVAILABLE'
  | 'FULCIO_ANSWER_MALFORMED'
  | 'FULCIO_WRONG_KEY'
  | 'REKOR_REFUSED'
  | 'REKOR_UNAVAILABLE'
  | 'REKOR_ANSWER_MALFORMED'
  | 'REKOR_NOT_OUR_ENTRY'
  | 'REKOR_PROOF_WRONG'
  | 'TIMESTAMP_REFUSED'
  | 'TIMESTAMP_UNAVAILABLE'
  | 'TIMESTAMP_ANSWER_MALFORMED'
  | 'TIMESTAMP_NOT_OURS'
  | 'LOOK_UP_FAILED';

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
