import { der, latin1 } from '../../encoding/index.js';
import type { SshReader } from './wire.js';

// Encoded once, because a list may have hundreds of thousands of keys.
const RSA = der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue());
const ED25519 = der.sequence(der.oid('1.3.101.112'));
const ec = (curve: string) => der.sequence(der.oid('1.2.840.10045.2.1'), der.oid(curve));

/** The NIST curves by their name in SSH (RFC 5656 section 10.1): AlgorithmIdentifier and length of a coordinate in bytes. */
const CURVES = {
  nistp256: { algorithm: ec('1.2.840.10045.3.1.7'), size: 32 },
  nistp384: { algorithm: ec('1.3.132.0.34'), size: 48 },
  nistp521: { algorithm: ec('1.3.132.0.35'), size: 66 },
} as const;

/** The name of a curve in SSH. */
export type Curve = keyof typeof CURVES;

const MOST_RSA_BITS = 16384;

function spki(algorithm: Uint8Array, key: Uint8Array): Uint8Array {
  return der.sequence(algorithm, der.bitString(key));
}

/** SubjectPublicKeyInfo of the Ed25519 key that comes next (RFC 8709 section 4, RFC 8410 section 4). @throws SshSignatureError */
export function readEd25519(reader: SshReader): Uint8Array {
  const key = reader.string();
  if (key.length !== 32) throw reader.bad('an Ed25519 key that is not 32 bytes');
  return spki(ED25519, key);
}

/**
 * SubjectPublicKeyInfo of the ECDSA key on `curve` that comes next, uncompressed points only (RFC 5656 section 3.1). @throws
 * SshSignatureError
 */
export function readEcdsa(reader: SshReader, curve: Curve): Uint8Array {
  const { algorithm, size } = CURVES[curve];
  if (latin1(reader.string()) !== curve) throw reader.bad('the curve is not the one its type names');
  const point = reader.string();
  if (point[0] !== 4 || point.length !== 1 + 2 * size)
    throw reader.bad('not an uncompressed point of its curve');
  return spki(algorithm, point);
}

/** SubjectPublicKeyInfo of the RSA key that comes next, and its length in bits (RFC 4253 section 6.6). @throws SshSignatureError */
export function readRsa(reader: SshReader): { spki: Uint8Array; bits: number } {
  const exponent = reader.mpint();
  const modulus = reader.mpint();
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (exponent.length > 8 || ((exponent.at(-1) ?? 0) & 1) === 0)
    throw reader.bad('an RSA exponent that is even or longer than 64 bits');
  if (modulus.length === 0 || bits > MOST_RSA_BITS)
    throw reader.bad(`an RSA modulus that is zero or longer than ${MOST_RSA_BITS} bits`);
  const key = der.sequence(der.integer(modulus), der.integer(exponent));
  return { spki: spki(RSA, key), bits };
}
