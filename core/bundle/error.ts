import type { Among, ReasonCode } from '../codes/index.js';

/** The reasons a bundle cannot be taken apart. */
export type BundleErrorCode = Among<
  ReasonCode,
  | 'BUNDLE_MALFORMED'
  | 'CERTIFICATE_MALFORMED'
  | 'LOG_ENTRY_MALFORMED'
  | 'TIMESTAMP_MALFORMED'
  | 'BUNDLE_VERSION_NOT_SUPPORTED'
  | 'ALGORITHM_NOT_SUPPORTED'
>;

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
