import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { isObject, type Json } from '../../../core/encoding/index.js';
import { type DigestName, digestSignatureProblem } from '../prehash.js';
import { RpcError } from './error.js';

interface Algorithm {
  readonly hash: DigestName;
  readonly bytes: number;
  /** Curve name, modulus length in bits, or `ed25519`. */
  readonly key: string | number;
}

const sha256 = { hash: 'sha256', bytes: 32 } as const;

/** The key details that rekor-tiles accepts by default, and what each requires (protobuf-specs sigstore_common.proto). */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  PKIX_ECDSA_P256_SHA_256: { ...sha256, key: 'prime256v1' },
  PKIX_ECDSA_P384_SHA_384: { hash: 'sha384', bytes: 48, key: 'secp384r1' },
  PKIX_ECDSA_P521_SHA_512: { hash: 'sha512', bytes: 64, key: 'secp521r1' },
  PKIX_ED25519_PH: { hash: 'sha512', bytes: 64, key: 'ed25519' },
  PKIX_RSA_PKCS1V15_2048_SHA256: { ...sha256, key: 2048 },
  PKIX_RSA_PKCS1V15_3072_SHA256: { ...sha256, key: 3072 },
  PKIX_RSA_PKCS1V15_4096_SHA256: { ...sha256, key: 4096 },
};
const OTHER_KEY_DETAILS =
  /^(PUBLIC_KEY_DETAILS_UNSPECIFIED|PKCS1_|PKIX_(RSA|ED25519|ECDSA)|LMS_|LMOTS_|ML_DSA_)/;
const DIGEST_TEXT = { sha256: 'SHA2_256', sha384: 'SHA2_384', sha512: 'SHA2_512' } as const;
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  request: ['hashedRekordRequestV002', 'dsseRequestV002'],
  hashedrekord: ['digest', 'signature'],
  signature: ['content', 'verifier'],
  verifier: ['x509Certificate', 'publicKey', 'keyDetails'],
};

/**
 * Verifies a CreateEntryRequest (protojson) and makes the canonical body of its hashedrekord 0.0.2 entry.
 * @throws RpcError with rekor-tiles' code and text
 */
export function canonicalBody(text: string): Json {
  const request = message(parse(text), 'request');
  if (request['hashedRekordRequestV002'] === undefined)
    throw new RpcError(3, 'invalid type, must be hashedrekord');
  const hashedrekord = message(request['hashedRekordRequestV002'], 'hashedrekord');
  const signature = message(hashedrekord['signature'] ?? {}, 'signature');
  const verifier = message(signature['verifier'] ?? {}, 'verifier');
  const digest = bytesField(hashedrekord['digest'], 'digest');
  const content = bytesField(signature['content'], 'content');
  const [field, rawBytes] = verifierBytes(verifier);
  const keyDetails = keyDetailsField(verifier['keyDetails']);
  const algorithm = ALGORITHMS[keyDetails];
  const key = readKey(field, rawBytes);
  const details = key.asymmetricKeyDetails;
  const fits =
    algorithm &&
    [details?.namedCurve, details?.modulusLength, key.asymmetricKeyType].includes(algorithm.key) &&
    digest.length === algorithm.bytes &&
    content.length > 0 &&
    digestSignatureProblem(key, algorithm.hash, digest, content) === undefined;
  if (!fits) throw invalid();
  return {
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: {
      hashedRekordV002: {
        data: { algorithm: DIGEST_TEXT[algorithm.hash], digest: digest.toString('base64') },
        signature: {
          content: content.toString('base64'),
          verifier: { keyDetails, [field]: { rawBytes: rawBytes.toString('base64') } },
        },
      },
    },
  };
}

const invalid = (): RpcError => new RpcError(3, 'invalid hashedrekord request');

function parse(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new RpcError(3, 'unexpected EOF');
  }
}

function message(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) {
    const token = value === null ? 'null' : JSON.stringify(value).slice(0, 1);
    throw new RpcError(3, `proto: syntax error: unexpected token ${token}`);
  }
  const unknown = Object.keys(value).find((key) => !FIELDS[name]?.includes(key));
  if (unknown !== undefined) throw new RpcError(3, `proto: unknown field "${unknown}"`);
  return value;
}

function bytesField(value: unknown, name: string): Buffer {
  const text = String(value ?? '');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text)
    throw new RpcError(3, `proto: invalid value for bytes field ${name}: "${text}"`);
  return bytes;
}

function keyDetailsField(value: unknown): string {
  const name = String(value ?? 'PUBLIC_KEY_DETAILS_UNSPECIFIED');
  if (!OTHER_KEY_DETAILS.test(name))
    throw new RpcError(3, `proto: invalid value for enum field keyDetails: "${name}"`);
  return name;
}

function verifierBytes(
  verifier: Readonly<Record<string, unknown>>,
): readonly ['x509Certificate' | 'publicKey', Buffer] {
  for (const field of ['x509Certificate', 'publicKey'] as const) {
    const value = verifier[field];
    if (isObject(value)) return [field, bytesField(value['rawBytes'], 'rawBytes')];
  }
  throw invalid();
}

function readKey(field: 'x509Certificate' | 'publicKey', der: Buffer): KeyObject {
  try {
    if (field === 'x509Certificate') return new X509Certificate(der).publicKey;
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    throw invalid();
  }
}
