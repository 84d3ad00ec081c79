import { EncodingError } from './error.js';

const utf8Strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** True when both have the same length and bytes. Not constant-time: for public values only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** True when `bytes` has `prefix` at `at`. */
export function startsAt(bytes: Uint8Array, prefix: Uint8Array, at = 0): boolean {
  if (at + prefix.length > bytes.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}

/** True when no byte is 0x80 or more. */
export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) >= 0x80) return false;
  return true;
}

/** The unsigned number in up to six octets, most significant first. */
export function bigEndian(octets: Uint8Array): number {
  let value = 0;
  for (let i = 0; i < octets.length; i++) value = value * 256 + (octets[i] ?? 0);
  return value;
}

/** One array holding all `parts` in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = room(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * A new array with undefined content: the caller must write every byte. Small arrays share memory, which takes a fifth of the
 * time of separate memory. A signature needs about a hundred.
 */
export function room(length: number): Uint8Array {
  const { buffer, byteOffset } = Buffer.allocUnsafe(length);
  return new Uint8Array(buffer, byteOffset, length);
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/**
 * Bytes of an even-length hexadecimal string of either case.
 * @throws EncodingError HEX_MALFORMED
 */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
    throw new EncodingError('HEX_MALFORMED', 'not an even number of hexadecimal digits');
  }
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** UTF-8 bytes of `text`. */
export function utf8(text: string): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(text, 'utf8');
  return new Uint8Array(buffer, byteOffset, length);
}

/**
 * Text of strictly valid UTF-8.
 * @throws EncodingError TEXT_MALFORMED
 */
export function fromUtf8(bytes: Uint8Array): string {
  // Nearly every text is short and ASCII. A decoder takes five times as long for these.
  if (isAscii(bytes)) return latin1(bytes);
  try {
    return utf8Strict.decode(bytes);
  } catch {
    throw new EncodingError('TEXT_MALFORMED', 'not valid UTF-8');
  }
}

/** Writes text with one character for each byte into `bytes`, from `at` on. */
export function setLatin1(bytes: Uint8Array, text: string, at: number): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

/** One character for each byte (ISO 8859-1). Never fails, and loses nothing. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
