import { canonicalJson, decodePemBundle, fromUtf8, type Json, parseStrictJson } from '../encoding/index.js';
import { TransparencyError } from './error.js';
import { JsonFields } from './json-fields.js';

/** Hashes a log entry may name. */
export type LoggedHash = 'sha256' | 'sha384' | 'sha512';

/** The key that the log recorded: either a certificate (DER) or a publicKey (SPKI), never both. */
export interface LoggedVerifier {
  readonly certificate?: Uint8Array;
  readonly publicKey?: Uint8Array;
}

/** A canonical body; `spec` reads the fields of its kind. */
export interface CanonicalBody {
  readonly kind: string;
  readonly version: string;
  readonly spec: () => JsonFields;
}

const V2_ALGORITHMS = { SHA2_256: 'sha256', SHA2_384: 'sha384', SHA2_512: 'sha512' } as const;
const DIGEST_LENGTH = { sha256: 32, sha384: 48, sha512: 64 } as const;

function malformed(what: string): TransparencyError {
  return new TransparencyError('LOG_ENTRY_MALFORMED', what);
}

/**
 * Kind, version and spec of a body. The body must be exactly RFC 8785 JSON, so that no member is there twice.
 * @throws TransparencyError LOG_ENTRY_MALFORMED, EncodingError
 */
export function canonicalBody(body: Uint8Array): CanonicalBody {
  const text = fromUtf8(body);
  const fields = JsonFields.parse(text);
  const spec = (): JsonFields => {
    if (canonicalJson(parseStrictJson(text) as Json) !== text)
      throw malformed('the body of the entry is not canonical JSON');
    return fields.object('spec');
  };
  return { kind: fields.text('kind'), version: fields.text('apiVersion'), spec };
}

function checkedHash(
  algorithm: LoggedHash | undefined,
  digest: Uint8Array,
): { algorithm: LoggedHash; digest: Uint8Array } {
  if (algorithm === undefined) throw malformed('the digest algorithm of the entry is unknown');
  if (digest.length !== DIGEST_LENGTH[algorithm])
    throw malformed('the digest of the entry is not as long as its algorithm says');
  return { algorithm, digest };
}

/** `{algorithm: "sha256", value: hex}` of Rekor v1. */
export function readHashV1(hash: JsonFields): { algorithm: LoggedHash; digest: Uint8Array } {
  const name = hash.text('algorithm');
  const known = name === 'sha256' || name === 'sha384' || name === 'sha512';
  return checkedHash(known ? name : undefined, known ? hash.hex('value') : new Uint8Array());
}

/** `{algorithm: "SHA2_256", digest: base64}` of Rekor v2. */
export function readHashV2(hash: JsonFields): { algorithm: LoggedHash; digest: Uint8Array } {
  const name = hash.text('algorithm');
  const known = Object.hasOwn(V2_ALGORITHMS, name);
  return checkedHash(
    known ? V2_ALGORITHMS[name as keyof typeof V2_ALGORITHMS] : undefined,
    known ? hash.base64('digest') : new Uint8Array(),
  );
}

function checkedVerifier(
  certificate: Uint8Array | undefined,
  publicKey: Uint8Array | undefined,
): LoggedVerifier {
  if ((certificate === undefined) === (publicKey === undefined))
    throw malformed('the log entry does not name one certificate or key');
  return { ...(certificate && { certificate }), ...(publicKey && { publicKey }) };
}

/** The PEM certificate or public key of Rekor v1; of several certificates the first. */
export function readVerifierV1(bytes: Uint8Array): LoggedVerifier {
  const pem = fromUtf8(bytes);
  const [certificate] = decodePemBundle('CERTIFICATE', pem);
  const [publicKey] = certificate ? [] : decodePemBundle('PUBLIC KEY', pem);
  return checkedVerifier(certificate, publicKey);
}

/** The Verifier message of Rekor v2 (rekor/v2/verifier.proto). */
export function readVerifierV2(verifier: JsonFields): LoggedVerifier {
  return checkedVerifier(
    verifier.has('x509Certificate') ? verifier.object('x509Certificate').base64('rawBytes') : undefined,
    verifier.has('publicKey') ? verifier.object('publicKey').base64('rawBytes') : undefined,
  );
}
