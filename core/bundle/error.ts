import type { FailedReason, NotMadeReason } from '../verdict/reason.js';

/** The reasons a bundle cannot be taken apart. */
export type BundleErrorCode =
  | Extract<
      FailedReason,
      'BUNDLE_MALFORMED' | 'CERTIFICATE_MALFORMED' | 'LOG_ENTRY_MALFORMED' | 'TIMESTAMP_MALFORMED'
    >
  | Extract<NotMadeReason, 'BUNDLE_VERSION_NOT_SUPPORTED' | 'ALGORITHM_NOT_SUPPORTED'>;

/**
 * A bundle that breaks its format, or uses something that this program does not support. `message` names the place, never the
 * bytes.
 */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  constructor(
    readonly code: BundleErrorCode,
    message: string,
  ) {
    super(message);
  }
}
