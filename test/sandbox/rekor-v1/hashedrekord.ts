import { isObject } from '../../../core/encoding/index.js';
import { type DigestName, digestSignatureProblem } from '../prehash.js';
import type { CanonicalEntry } from './entry.js';
import { EntryError, requireMembers } from './error.js';
import { decodeGoBase64 } from './go-json.js';
import { algorithmAllowed, parseVerifier, verifierIndexKey } from './public-key.js';

const DIGEST_BYTES: Readonly<Record<DigestName, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** Verifies and canonicalizes the spec of a hashedrekord 0.0.1 entry. */
export function canonicalizeHashedRekord(spec: Readonly<Record<string, unknown>>): CanonicalEntry {
  const { data, signature } = spec;
  const { hash } = isObject(data) ? data : {};
  requireMembers({ data: hash && data, signature }, '', 'data', 'signature');
  const { algorithm, value } = readHash(isObject(hash) ? hash : {});
  const { content, publicKey } = isObject(signature) ? signature : {};
  if (!isObject(publicKey)) throw new EntryError('missing public key');
  const signatureBytes = base64Member(content, 'signature content');
  const verifier = parseVerifier(base64Member(publicKey['content'], 'public key content'));
  if (value.length !== 2 * DIGEST_BYTES[algorithm]) throw new EntryError('invalid value for hash');
  const badDigit = /[^0-9a-fA-F]/.exec(value)?.[0];
  if (badDigit !== undefined) {
    const code = badDigit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    throw new EntryError(`encoding/hex: invalid byte: U+${code} '${badDigit}'`);
  }
  if (signatureBytes.length === 0)
    throw new EntryError('verifying signature: X509 signature has not been initialized');
  // node:crypto supports P-224 and this code does not. Rekor verifies such a signature and then refuses it anyway.
  if (verifier.key.asymmetricKeyDetails?.namedCurve === 'secp224r1')
    throw new EntryError('entry algorithms are not allowed');
  const problem = digestSignatureProblem(verifier.key, algorithm, Buffer.from(value, 'hex'), signatureBytes);
  if (problem !== undefined) throw new EntryError(`verifying signature: ${problem}`);
  if (!algorithmAllowed(verifier.key, algorithm)) throw new EntryError('entry algorithms are not allowed');
  return {
    kind: 'hashedrekord',
    apiVersion: '0.0.1',
    spec: {
      data: { hash: { algorithm, value } },
      signature: {
        content: Buffer.from(signatureBytes).toString('base64'),
        publicKey: { content: Buffer.from(verifier.pem).toString('base64') },
      },
    },
    indexKeys: [`${algorithm}:${value}`.toLowerCase(), verifierIndexKey(verifier), ...verifier.emails],
  };
}

function readHash(hash: Readonly<Record<string, unknown>>): { algorithm: DigestName; value: string } {
  const { algorithm, value } = hash;
  requireMembers(hash, 'data.data.hash.data.hash.', algorithm === undefined ? 'algorithm' : 'value');
  if (algorithm !== 'sha256' && algorithm !== 'sha384' && algorithm !== 'sha512')
    throw new EntryError(
      'validation failure list:\ndata.data.hash.data.hash.algorithm in body should be one of [sha256 sha384 sha512]',
    );
  return { algorithm, value: String(value) };
}

/** Bytes of a base64 member; none when it is missing. */
export function base64Member(value: unknown, what: string): Uint8Array {
  const bytes = decodeGoBase64(typeof value === 'string' ? value : '');
  if ('problem' in bytes) throw new EntryError(`failed parsing base64 data for ${what}: ${bytes.problem}`);
  return bytes;
}
