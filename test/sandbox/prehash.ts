import { constants, type KeyObject, publicDecrypt } from 'node:crypto';
import { coordinateBytes, verifyEcdsa } from './ecdsa.js';
import { verifyEd25519ph } from './ed25519ph.js';
import { toBigInt } from './field.js';

/** Hashes whose digests logs accept. */
export type DigestName = 'sha256' | 'sha384' | 'sha512';

/** r and s of a DER Ecdsa-Sig-Value; undefined when it is anything else. */
function derSignature(bytes: Uint8Array): readonly [bigint, bigint] | undefined {
  const hex = Buffer.from(bytes).toString('hex');
  const body = /^30(?:81)?([0-9a-f]{2})(.*)$/.exec(hex);
  if (!body || Number.parseInt(body[1] ?? '', 16) * 2 !== body[2]?.length) return undefined;
  const values: bigint[] = [];
  let rest = body[2];
  while (rest.startsWith('02')) {
    const end = 4 + 2 * Number.parseInt(rest.slice(2, 4), 16);
    values.push(BigInt(`0x${rest.slice(4, end) || '0'}`));
    rest = rest.slice(end);
  }
  const [r, s] = values;
  return values.length === 2 && rest === '' && r !== undefined && s !== undefined ? [r, s] : undefined;
}

const DIGEST_INFO: Readonly<Record<DigestName, string>> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

function verifyRsa(key: KeyObject, name: DigestName, digest: Uint8Array, signature: Uint8Array): boolean {
  try {
    const info = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return info.toString('hex') === DIGEST_INFO[name] + Buffer.from(digest).toString('hex');
  } catch {
    return false;
  }
}

/**
 * Verifies a signature over a digest: ECDSA as DER or as r||s, RSA as PKCS #1 v1.5, Ed25519 in its prehashed form (Ed25519ph
 * over SHA-512; plain Ed25519 signs data, not digests).
 * @returns undefined when it holds, otherwise the error text of Rekor's Go libraries
 */
export function digestSignatureProblem(
  key: KeyObject,
  name: DigestName,
  digest: Uint8Array,
  signature: Uint8Array,
): string | undefined {
  if (key.asymmetricKeyType === 'rsa')
    return verifyRsa(key, name, digest, signature) ? undefined : 'crypto/rsa: verification error';
  if (key.asymmetricKeyType === 'ed25519') return ed25519Problem(key, name, digest, signature);
  const bytes = coordinateBytes(key);
  if (signature[0] === 0x30 && signature.length !== 2 * bytes) {
    const pair = derSignature(signature);
    const good = pair !== undefined && verifyEcdsa(key, digest, ...pair);
    return good ? undefined : 'invalid signature when validating ASN.1 encoded signature';
  }
  if (signature.length !== 2 * bytes) return 'ecdsa: Invalid IEEE_P1363 encoded bytes';
  const [r, s] = [toBigInt(signature.subarray(0, bytes)), toBigInt(signature.subarray(bytes))];
  return verifyEcdsa(key, digest, r, s)
    ? undefined
    : 'invalid signature when validating IEEE_P1363 encoded signature';
}

function ed25519Problem(
  key: KeyObject,
  name: DigestName,
  digest: Uint8Array,
  signature: Uint8Array,
): string | undefined {
  if (name !== 'sha512')
    return `unsupported hash algorithm: "${name.toUpperCase().replace('SHA', 'SHA-')}" not in [SHA-512]`;
  if (signature.length !== 64)
    return `failed to verify signature: ed25519: bad signature length: ${signature.length}`;
  const good = verifyEd25519ph(key, digest, signature);
  return good ? undefined : 'failed to verify signature: ed25519: invalid signature';
}
