import { createPublicKey, type KeyObject, verify as nodeVerify } from 'node:crypto';
import type { HashAlgorithm } from './digest.js';
import { uncompressedPoint } from './ec-point.js';

export { digest, digestHex, digestLatin1, digestOfParts, type HashAlgorithm, hexOfParts } from './digest.js';
export { verifyPrehashed } from './prehashed.js';
export { verifyPss } from './pss.js';

/** A public key ready to verify with. `type` and `curve` say what the key is, not what a caller expects. */
export interface PublicKey {
  readonly type: 'ecdsa' | 'ed25519' | 'rsa';
  /** ECDSA only. */
  readonly curve?: 'P-256' | 'P-384' | 'P-521';
  /** RSA only: modulus length in bits. */
  readonly bits?: number;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly handle: KeyObject;
}

const CURVES = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' } as const;

/** Imports the usual form of an EC key by its coordinates, in half the time of OpenSSL's DER decoder. */
function importPoint(spki: Uint8Array): PublicKey | undefined {
  const point = uncompressedPoint(spki);
  if (!point) return undefined;
  const { curve, x, y } = point;
  const handle = createPublicKey({ key: { kty: 'EC', crv: curve, x, y }, format: 'jwk' });
  return { type: 'ecdsa', curve, spki, handle };
}

/**
 * Imports a DER SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
 * @returns undefined when it is malformed or of a kind this program does not use
 */
export function importPublicKey(spki: Uint8Array): PublicKey | undefined {
  let handle: KeyObject;
  try {
    const point = importPoint(spki);
    if (point) return point;
    handle = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
  const details = handle.asymmetricKeyDetails ?? {};
  switch (handle.asymmetricKeyType) {
    case 'ec': {
      const curve = CURVES[details.namedCurve as keyof typeof CURVES];
      return curve && { type: 'ecdsa', curve, spki, handle };
    }
    case 'ed25519':
      return { type: 'ed25519', spki, handle };
    case 'rsa':
      return { type: 'rsa', bits: details.modulusLength ?? 0, spki, handle };
    default:
      return undefined;
  }
}

// To start the thread pool and wait for it takes longer than to verify the five signatures of one commit, and git asks for
// one commit only.
const VERIFIED_HERE = 8;
let verifiedHere = 0;

/** The next few signatures are verified in place again. For a long-running process that verifies one object at a time. */
export function verifyNextInPlace(): void {
  verifiedHere = 0;
}

/**
 * True when `signature` over `data` verifies: ECDSA as a DER Ecdsa-Sig-Value, RSA as PKCS #1 v1.5, Ed25519 pure (`hash` must
 * then be undefined). Runs on libuv's thread pool, so that many verifications use every core; only the first few run in
 * place. A malformed signature is false, never an exception.
 */
export function verifySignature(
  key: PublicKey,
  hash: HashAlgorithm | undefined,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if ((key.type === 'ed25519') !== (hash === undefined)) return Promise.resolve(false);
  if (verifiedHere < VERIFIED_HERE) {
    verifiedHere += 1;
    return Promise.resolve(verifyHere(key, hash, data, signature));
  }
  return new Promise((resolve) => {
    try {
      nodeVerify(hash, data, key.handle, signature, (error, good) => resolve(!error && good));
    } catch {
      resolve(false);
    }
  });
}

function verifyHere(
  key: PublicKey,
  hash: HashAlgorithm | undefined,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return nodeVerify(hash, data, key.handle, signature);
  } catch {
    return false;
  }
}
