import {
  type DerElement,
  derBoolean,
  derInteger,
  derOid,
  derSmallInteger,
  EncodingError,
  fromBase64,
  isObject,
  readDer,
  TAG,
} from '../../../core/encoding/index.js';

/** A refusal: always 400 here, `{"code", "message"}`. */
export class TsaError extends Error {}

/** The contents of a request (RFC 3161 section 2.4.1). */
export interface TimestampQuery {
  /** Digest algorithm, dotted. */
  readonly algorithm: string;
  readonly digest: Uint8Array;
  /** Unsigned big-endian, or the content of the INTEGER. */
  readonly nonce?: Uint8Array;
  readonly certificates: boolean;
}

/** Digest lengths of the algorithms the server knows. */
export const DIGESTS: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.2.1': 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
};
const SHA1 = '1.3.14.3.2.26';
const BY_NAME: Readonly<Record<string, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  sha1: SHA1,
};

/** The one policy of timestamp-authority. */
export const POLICY = '1.3.6.1.4.1.57264.2';

const failed = (): TsaError => new TsaError('Error generating timestamp response');

/**
 * Reads a DER TimeStampReq.
 * @throws TsaError
 */
export function parseQuery(der: Uint8Array): TimestampQuery {
  try {
    return readQuery(der);
  } catch (error) {
    throw error instanceof EncodingError ? failed() : error;
  }
}

function readQuery(der: Uint8Array): TimestampQuery {
  const request = readDer(der, TAG.sequence, 'TimeStampReq');
  if (derSmallInteger(request.expect(TAG.integer, 'version')) !== 1) throw failed();
  const imprint = request.enter(TAG.sequence, 'messageImprint');
  const algorithm = derOid(imprint.enter(TAG.sequence, 'hashAlgorithm').expect(TAG.oid, 'algorithm'));
  const digest = imprint.expect(TAG.octetString, 'hashedMessage').content;
  const policy = request.optional(TAG.oid);
  const nonce: DerElement | undefined = request.optional(TAG.integer);
  const certificates = request.optional(TAG.boolean);
  return checked(
    {
      algorithm,
      digest,
      certificates: certificates ? derBoolean(certificates) : false,
      ...(nonce ? { nonce: derInteger(nonce) } : {}),
    },
    policy && derOid(policy),
  );
}

/**
 * Reads the JSON form of a query.
 * @throws TsaError
 */
export function parseJsonQuery(text: string): TimestampQuery {
  let value: unknown;
  try {
    // A nonce may be longer than a JSON number can be here, so it is read as text.
    value = JSON.parse(text.replace(/("nonce"\s*:\s*)(\d+)/, '$1"$2"'));
  } catch {
    throw failed();
  }
  const { artifactHash, hashAlgorithm, nonce, certificates, tsaPolicyOID } = isObject(value) ? value : {};
  const algorithm = BY_NAME[String(hashAlgorithm)];
  if (algorithm === undefined) throw failed();
  if (tsaPolicyOID !== undefined && !/^\d+(\.\d+)+$/.test(String(tsaPolicyOID)))
    throw new TsaError('OID should be comprised of at most 128 components');
  return checked(
    {
      algorithm,
      digest: base64(String(artifactHash ?? '')),
      certificates: certificates === true,
      ...(typeof nonce === 'string' ? { nonce: decimal(nonce) } : {}),
    },
    tsaPolicyOID === undefined ? undefined : String(tsaPolicyOID),
  );
}

function checked(query: TimestampQuery, policy: string | undefined): TimestampQuery {
  if (query.algorithm === SHA1) throw new TsaError('Weak hash algorithm in timestamp request');
  const length = DIGESTS[query.algorithm];
  if (length === undefined) throw failed();
  if (query.digest.length !== length)
    throw new TsaError('Message digest has incorrect length for specified algorithm');
  if (policy !== undefined && policy !== POLICY)
    throw new TsaError('unaccepted policy: requested TSA policy is not supported by the TSA');
  return query;
}

function base64(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    throw failed();
  }
}

function decimal(text: string): Uint8Array {
  const hex = BigInt(text).toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}
