import type { Among, ReasonCode } from '../codes/index.js';
/** Why an object cannot be taken apart; both are reasons of a failed `structure` check. */
export type GitObjectErrorCode = Among<ReasonCode, 'DUPLICATE_SIGNATURE_HEADER' | 'OBJECT_MALFORMED'>;

/** A commit or tag that git itself would not accept as signed, or not at all. */
export class GitObjectError extends Error {
  override readonly name = 'GitObjectError';
  constructor(
    readonly code: GitObjectErrorCode,
    message: string,
  ) {
    super(message);
  }
}
