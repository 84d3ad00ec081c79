/** What was malformed, as a stable code. */
export type EncodingErrorCode =
  | 'DER_TRUNCATED'
  | 'DER_TRAILING_DATA'
  | 'DER_NOT_MINIMAL'
  | 'DER_TOO_DEEP'
  | 'DER_TOO_LARGE'
  | 'DER_UNEXPECTED_TAG'
  | 'DER_BAD_VALUE'
  | 'PEM_MALFORMED'
  | 'BASE64_MALFORMED'
  | 'HEX_MALFORMED'
  | 'PROTOBUF_MALFORMED'
  | 'JSON_MALFORMED'
  | 'TIME_MALFORMED'
  | 'TEXT_MALFORMED';

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
