import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { decodePemBundle, derOid, readDer, TAG } from '../../../core/encoding/index.js';
import { invalid, MESSAGE } from './error.js';

const PARSED_CURVES = ['secp224r1', 'prime256v1', 'secp384r1', 'secp521r1'];
const CURVE_HASH: Readonly<Record<string, string>> = {
  prime256v1: 'sha256',
  secp384r1: 'sha384',
  secp521r1: 'sha512',
};
const MIN_RSA_BITS = 2048;
const SIGNATURE_HASH: Readonly<Record<string, string | null>> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.3.101.112': null,
};

/**
 * The key of a SubjectPublicKeyInfo, if Fulcio certifies such keys: P-256, P-384, P-521, Ed25519, or RSA of at least 2048 bits.
 * @throws FulcioError
 */
export function acceptedKey(spki: Uint8Array): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    throw invalid(MESSAGE.key);
  }
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && !PARSED_CURVES.includes(namedCurve)) throw invalid(MESSAGE.key);
  const secure =
    key.asymmetricKeyType === 'ed25519' ||
    (key.asymmetricKeyType === 'ec' && namedCurve in CURVE_HASH) ||
    (key.asymmetricKeyType === 'rsa' && modulusLength >= MIN_RSA_BITS);
  if (!secure) throw invalid(MESSAGE.insecureKey);
  return key;
}

/**
 * Checks that the client has the private key: a signature over the identity's subject with the key's own hash (ECDSA: that of
 * its curve; RSA: PKCS #1 v1.5 with SHA-256; Ed25519: none).
 * @throws FulcioError
 */
export function checkProofOfPossession(key: KeyObject, subject: string, proof: Uint8Array): void {
  if (!holds(defaultHash(key), Buffer.from(subject), key, proof)) throw invalid(MESSAGE.signature);
}

/**
 * The key of a PKCS #10 request (PEM), whose own signature is the proof of possession.
 * @throws FulcioError
 */
export function keyOfSigningRequest(pem: Uint8Array): KeyObject {
  const request = readSigningRequest(pem);
  const key = acceptedKey(request.spki);
  const hash = SIGNATURE_HASH[request.algorithm];
  if (hash === undefined || !holds(hash, request.signed, key, request.signature))
    throw invalid(MESSAGE.signature);
  if (hash !== defaultHash(key))
    throw invalid(`signing algorithm not permitted: ${key.asymmetricKeyType}, ${hash}`);
  return key;
}

function defaultHash(key: KeyObject): string | null {
  if (key.asymmetricKeyType === 'ed25519') return null;
  return CURVE_HASH[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? 'sha256';
}

function holds(hash: string | null, data: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return verify(hash, data, key, signature);
  } catch {
    return false;
  }
}

/** CertificationRequest (RFC 2986 section 4.2). */
function readSigningRequest(pem: Uint8Array) {
  try {
    const [request] = decodePemBundle('CERTIFICATE REQUEST', Buffer.from(pem).toString());
    if (!request) throw invalid(MESSAGE.csr);
    const outer = readDer(request, TAG.sequence, 'the request');
    const info = outer.expect(TAG.sequence, 'the request info');
    const inner = outer.inside(info);
    inner.expect(TAG.integer, 'the version');
    inner.expect(TAG.sequence, 'the subject');
    const spki = inner.expect(TAG.sequence, 'the key').raw;
    const algorithm = derOid(outer.enter(TAG.sequence, 'the algorithm').expect(TAG.oid, 'its id'));
    const signature = outer.expect(TAG.bitString, 'the signature').content.subarray(1);
    return { signed: info.raw, spki, algorithm, signature };
  } catch {
    throw invalid(MESSAGE.csr);
  }
}
