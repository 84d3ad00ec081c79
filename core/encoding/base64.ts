import { EncodingError } from './error.js';

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

/**
 * Bytes of canonical standard base64: padded, no white space, no stray bits (RFC 4648 sections 3.5 and 4).
 * @throws EncodingError BASE64_MALFORMED
 */
export function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  // Encoding again is the whole check. Buffer skips characters that it does not know, so only canonical text comes back
  // unchanged.
  if (bytes.toString('base64') !== text) throw new EncodingError('BASE64_MALFORMED', 'not canonical base64');
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Bytes of base64 as protobuf JSON allows it: standard or URL-safe alphabet, with or without padding (protobuf.dev,
 * "ProtoJSON format"), and line breaks, which Go's decoder skips. Nothing else: no stray bits, not both alphabets.
 * @throws EncodingError BASE64_MALFORMED
 */
export function fromAnyBase64(text: string): Uint8Array {
  const joined = text.replace(/[\r\n]/g, '');
  const urlSafe = /[-_]/.test(joined) && !/[+/]/.test(joined);
  const standard = urlSafe ? joined.replaceAll('-', '+').replaceAll('_', '/') : joined;
  const width = Math.ceil(standard.length / 4) * 4;
  return fromBase64(standard.endsWith('=') ? standard : standard.padEnd(width, '='));
}
