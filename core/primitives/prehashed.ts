import { constants, publicDecrypt } from 'node:crypto';
import type { PublicKey } from './index.js';

/** The hashes that a signature can cover, with the length of a digest in octets. */
const LENGTHS = { sha256: 32, sha384: 48, sha512: 64 } as const;
type SignedHash = keyof typeof LENGTHS;

/** DER of DigestInfo up to the digest (RFC 8017 section 9.2, note 1). */
const DIGEST_INFO: Readonly<Record<SignedHash, string>> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

/**
 * True when `signature` is a valid signature over data of which only the digest is known: ECDSA as a DER Ecdsa-Sig-Value
 * (FIPS 186-5 section 6.4.2), RSA as PKCS #1 v1.5 (RFC 8017 section 8.2.2), Ed25519 in its prehashed form, Ed25519ph over
 * SHA-512 (RFC 8032 section 5.1). node:crypto always hashes the data itself, so the curves come from @noble/curves, which is
 * loaded only here. A malformed signature is false, never an exception.
 */
export async function verifyPrehashed(
  key: PublicKey,
  hash: SignedHash,
  digest: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (digest.length !== LENGTHS[hash]) return false;
  try {
    switch (key.type) {
      case 'rsa':
        return verifyRsa(key, hash, digest, signature);
      case 'ed25519':
        if (hash !== 'sha512') return false;
        return (await import('./ed25519ph.js')).verifyEd25519ph(rawKey(key), digest, signature);
      case 'ecdsa':
        return await verifyEcdsa(key, digest, signature);
    }
  } catch {
    return false;
  }
}

function verifyRsa(key: PublicKey, hash: SignedHash, digest: Uint8Array, signature: Uint8Array): boolean {
  // Here OpenSSL accepts a signature without its leading zeros, which it refuses when it verifies.
  if (signature.length !== Math.ceil((key.bits ?? 0) / 8)) return false;
  const info = publicDecrypt({ key: key.handle, padding: constants.RSA_PKCS1_PADDING }, signature);
  return info.equals(Buffer.concat([Buffer.from(DIGEST_INFO[hash], 'hex'), digest]));
}

async function verifyEcdsa(key: PublicKey, digest: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const { p256, p384, p521 } = await import('@noble/curves/nist.js');
  const curve = { 'P-256': p256, 'P-384': p384, 'P-521': p521 }[key.curve ?? 'P-256'];
  const { x = '', y = '' } = key.handle.export({ format: 'jwk' });
  const point = Buffer.concat([Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return curve.verify(signature, digest, point, { prehash: false, lowS: false, format: 'der' });
}

/** The 32 octets of an Ed25519 key: the last of its SubjectPublicKeyInfo (RFC 8410 section 4). */
function rawKey({ spki }: PublicKey): Uint8Array {
  return spki.subarray(-32);
}
