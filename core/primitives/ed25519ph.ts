import { eddsa } from '@noble/curves/abstract/edwards.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { digest as digestOf } from './digest.js';

/** dom2(1, ""): prehashed, no context (RFC 8032 section 2). */
const DOMAIN = Buffer.concat([
  Buffer.from('SigEd25519 no Ed25519 collisions', 'latin1'),
  Uint8Array.of(1, 0),
]);

const prehashed = eddsa(ed25519.Point, (data: Uint8Array) => digestOf('sha512', data), {
  domain: (data: Uint8Array) => Buffer.concat([DOMAIN, data]),
  // The input is already the digest.
  prehash: (digest: Uint8Array) => digest,
  zip215: false,
});

/**
 * True when `signature` (64 octets) is Ed25519ph by this key (32 octets) over a SHA-512 digest (RFC 8032 section 5.1).
 * @throws Error for anything malformed
 */
export function verifyEd25519ph(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  return prehashed.verify(signature, digest, key);
}
