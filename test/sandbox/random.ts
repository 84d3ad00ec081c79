import { randomBytes } from 'node:crypto';

/** A positive 159-bit serial number, like Fulcio's. */
export function randomSerial(): Uint8Array {
  const serial = new Uint8Array(randomBytes(20));
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x01;
  return serial;
}

/** An unguessable URL-safe text of 128 bits: for authorization codes, device codes, token ids. */
export function randomText(): string {
  return randomBytes(16).toString('base64url');
}
