export { fromAnyBase64, fromBase64, toBase64 } from './base64.js';
export { berToDer } from './ber.js';
export {
  bigEndian,
  concatBytes,
  equalBytes,
  fromHex,
  fromUtf8,
  isAscii,
  latin1,
  room,
  setLatin1,
  startsAt,
  toHex,
  utf8,
} from './bytes.js';
export {
  contextTag,
  type DerElement,
  DerReader,
  readDer,
  TAG,
} from './der-reader.js';
export {
  derBitString,
  derBoolean,
  derInteger,
  derNamedBits,
  derOid,
  derSmallInteger,
  derText,
  derTimeValue,
} from './der-values.js';
export * as der from './der-writer.js';
export { EncodingError, type EncodingErrorCode } from './error.js';
export { canonicalJson, isObject, type Json, parseJson } from './json.js';
export { decodePem, decodePemBundle, encodePem } from './pem.js';
export { bytesField, type ProtobufField, readProtobuf, varintField } from './protobuf.js';
export { parseStrictJson } from './strict-json.js';
export { dateOf, formatTime, parseRfc3339 } from './time.js';
export { withoutStacks } from './without-stacks.js';
