import type { ENCODING_ERRORS } from '../codes/errors/encoding.js';
/** What was malformed, as a stable code. */
export type EncodingErrorCode = keyof typeof ENCODING_ERRORS;

/** Input that breaks its format. `message` names the place, never the bytes. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
  constructor(
    readonly code: EncodingErrorCode,
    message: string,
  ) {
    super(message);
  }
}
