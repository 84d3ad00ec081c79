import type { SIGSTORE_ERRORS } from '../codes/errors/sigstore.js';
import {
  type DerReader,
  der,
  derSmallInteger,
  derText,
  EncodingError,
  readDer,
  TAG,
} from '../encoding/index.js';
import { sha2OidOfSize } from './oids.js';

const MAX_RESPONSE = 256 * 1024;
const MAX_TEXT = 200;

/**
 * The authority answered without a token (PKIStatus, RFC 3161 section 2.4.2). `message` may contain its own words, cut to 200
 * characters.
 */
export class TimestampRefused extends Error {
  override readonly name = 'TimestampRefused';
  readonly code = 'TIMESTAMP_REFUSED' satisfies keyof typeof SIGSTORE_ERRORS;
}

/**
 * A TimeStampReq asking for the authority's certificate too (RFC 3161 section 2.4.1).
 * @param imprint a SHA-256, SHA-384 or SHA-512 digest: its length says which one
 * @param nonce unsigned big-endian bytes, at least one
 * @returns DER
 * @throws EncodingError for a digest of another length
 */
export function buildTimestampRequest(imprint: Uint8Array, nonce: Uint8Array): Uint8Array {
  const hash = sha2OidOfSize(imprint.length);
  if (!hash) throw new EncodingError('DER_BAD_VALUE', 'the imprint is not a SHA-2 digest');
  return der.sequence(
    der.integer(1),
    der.sequence(der.sequence(der.oid(hash), der.nullValue()), der.octetString(imprint)),
    der.integer(nonce),
    der.boolean(true),
  );
}

/**
 * The TimeStampToken of a TimeStampResp (RFC 3161 section 2.4.2). The token itself is not parsed.
 * @throws EncodingError when malformed, TimestampRefused when the status is not granted
 */
export function tokenFromResponse(response: Uint8Array): Uint8Array {
  if (response.length > MAX_RESPONSE)
    throw new EncodingError('DER_TOO_LARGE', `a timestamp response of more than ${MAX_RESPONSE} bytes`);
  const fields = readDer(response, TAG.sequence, 'TimeStampResp');
  const info = fields.enter(TAG.sequence, 'PKIStatusInfo');
  const status = derSmallInteger(info.expect(TAG.integer, 'PKIStatus'));
  const text = info.nextTag === TAG.sequence ? readText(info.enter(TAG.sequence, 'statusString')) : '';
  info.optional(TAG.bitString);
  info.end('PKIStatusInfo');
  // 0 granted, 1 grantedWithMods
  if (status > 1)
    throw new TimestampRefused(`the timestamp authority refused (status ${status})${text && `: ${text}`}`);
  const token = fields.expect(TAG.sequence, 'timeStampToken').raw;
  fields.end('TimeStampResp');
  return token;
}

function readText(lines: DerReader): string {
  const out: string[] = [];
  while (!lines.done) out.push(derText(lines.any()));
  return out.join(' ').slice(0, MAX_TEXT);
}

/** A granted TimeStampResp around a token: the form Sigstore bundles carry. */
export function wrapToken(token: Uint8Array): Uint8Array {
  return der.sequence(der.sequence(der.integer(0)), token);
}
