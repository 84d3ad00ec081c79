import type { Among, ReasonCode } from '../codes/index.js';

/** The reasons a log entry or checkpoint cannot be taken apart. */
export type TransparencyErrorCode = Among<
  ReasonCode,
  'LOG_ENTRY_MALFORMED' | 'LOG_ENTRY_KIND_UNSUPPORTED' | 'CHECKPOINT_MALFORMED'
>;

/** A log entry or checkpoint that breaks its format. `message` names the place, never the bytes. */
export class TransparencyError extends Error {
  override readonly name = 'TransparencyError';
  constructor(
    readonly code: TransparencyErrorCode,
    message: string,
  ) {
    super(message);
  }
}
