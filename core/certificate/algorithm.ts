import { type DerReader, derOid, TAG } from '../encoding/index.js';
import type { HashAlgorithm, PublicKey } from '../primitives/index.js';

/** How a signature was made: the kind of key, and the hash (none for Ed25519). */
export interface SignatureScheme {
  readonly type: PublicKey['type'];
  readonly hash: HashAlgorithm | undefined;
}

// SHA-1 and MD5 are missing on purpose: an algorithm that is not in this list is never verified. RSASSA-PSS is for S/MIME
// (pss.ts) only.
const SCHEMES: ReadonlyMap<string, SignatureScheme> = new Map([
  ['1.2.840.10045.4.3.2', { type: 'ecdsa', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { type: 'ecdsa', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { type: 'ecdsa', hash: 'sha512' }],
  ['1.2.840.113549.1.1.11', { type: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { type: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { type: 'rsa', hash: 'sha512' }],
  ['1.3.101.112', { type: 'ed25519', hash: undefined }],
]);

const MIN_RSA_BITS = 2048;

/**
 * The scheme a signature algorithm OID names (RFC 5758, RFC 4055, RFC 8410).
 * @returns undefined for one that this program does not accept, such as SHA-1 and MD5
 */
export function signatureScheme(oid: string): SignatureScheme | undefined {
  return SCHEMES.get(oid);
}

/** True when this program verifies with such a key. RSA needs 2048 bits (NIST SP 800-131A). */
export function isAcceptableKey({ type, bits = 0 }: PublicKey): boolean {
  return type !== 'rsa' || bits >= MIN_RSA_BITS;
}

/**
 * The OID of the next AlgorithmIdentifier (RFC 5280 section 4.1.1.2), and its parameters, unread, unless they are NULL.
 * @throws EncodingError
 */
export function readAlgorithm(
  reader: DerReader,
  what: string,
): { oid: string; raw: Uint8Array; parameters?: Uint8Array } {
  const element = reader.expect(TAG.sequence, what);
  const inside = reader.inside(element);
  const oid = derOid(inside.expect(TAG.oid, what));
  const parameters = inside.done ? undefined : inside.any();
  inside.end(what);
  const stated = parameters && parameters.tag !== TAG.null ? { parameters: parameters.raw } : {};
  return { oid, raw: element.raw, ...stated };
}
