import type { ErrorTable } from '../types.js';

/** Input that breaks its format. What was read decides what the person sees: mostly the reason of a verdict. */
export const ENCODING_ERRORS = {
  DER_TRUNCATED: ['DER data ends too early', 'get the data again from its source'],
  DER_TRAILING_DATA: ['something follows the end of DER data', 'get the data again from its source'],
  DER_NOT_MINIMAL: [
    'DER data is not encoded in the one way that DER has',
    'have it written again by a program that follows DER',
  ],
  DER_TOO_DEEP: [
    'DER data is nested deeper than is read',
    'check where the data comes from: no real certificate or signature is like that',
  ],
  DER_TOO_LARGE: [
    'a number or an element of DER data is larger than is read',
    'check where the data comes from: no real certificate or signature is like that',
  ],
  DER_UNEXPECTED_TAG: [
    'DER data has another element than its format says',
    'check that it is the kind of file that you mean',
  ],
  DER_BAD_VALUE: [
    'an element of DER data has a value that its format does not have',
    'have it written again by a program that follows the format',
  ],
  PEM_MALFORMED: [
    'a text is not the PEM block that was expected',
    'check that the file is whole, with its BEGIN and END lines',
  ],
  BASE64_MALFORMED: ['a text is not base64', 'check that it was copied whole and unchanged'],
  HEX_MALFORMED: ['a text is not hexadecimal', 'check that it was copied whole and unchanged'],
  PROTOBUF_MALFORMED: ['a Protocol Buffers message cannot be read', 'get the data again from its source'],
  JSON_MALFORMED: [
    'a text is not the JSON that was expected',
    'the message names the member: correct it, or get the file again',
  ],
  TIME_MALFORMED: [
    'a time is not written as its format says',
    'have it written again; the message names the place',
  ],
  TEXT_MALFORMED: ['bytes are not UTF-8 text', 'save the file as UTF-8'],
} as const satisfies ErrorTable;
