import type { PublicKey } from './index.js';

/** Coordinates of a point, base64url as in JSON Web Keys (RFC 7518 section 6.2.1). */
export interface EcPoint {
  readonly curve: NonNullable<PublicKey['curve']>;
  readonly x: string;
  readonly y: string;
}

/** SubjectPublicKeyInfo up to the point: algorithm id-ecPublicKey, named curve, BIT STRING, uncompressed (RFC 5480 section 2). */
const FORMS: readonly { readonly curve: EcPoint['curve']; readonly prefix: Buffer; readonly size: number }[] =
  [
    { curve: 'P-256', prefix: hex('3059301306072a8648ce3d020106082a8648ce3d03010703420004'), size: 32 },
    { curve: 'P-384', prefix: hex('3076301006072a8648ce3d020106052b8104002203620004'), size: 48 },
  ];

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}

/** The point of a SubjectPublicKeyInfo that is an uncompressed P-256 or P-384 key in DER, else undefined. */
export function uncompressedPoint(spki: Uint8Array): EcPoint | undefined {
  const form = FORMS.find(({ prefix, size }) => spki.length === prefix.length + 2 * size);
  if (!form) return undefined;
  const bytes = Buffer.from(spki.buffer, spki.byteOffset, spki.length);
  const { prefix, size, curve } = form;
  if (!bytes.subarray(0, prefix.length).equals(prefix)) return undefined;
  const middle = prefix.length + size;
  return {
    curve,
    x: bytes.toString('base64url', prefix.length, middle),
    y: bytes.toString('base64url', middle, middle + size),
  };
}
