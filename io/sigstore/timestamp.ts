import { randomBytes } from 'node:crypto';
import { equalBytes } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import {
  buildTimestampRequest,
  parseTimestampToken,
  TimestampRefused,
  tokenFromResponse,
  verifyTimestampToken,
} from '../../core/timestamp/index.js';
import { request } from '../http/index.js';
import { SigstoreError } from './error.js';
import { type Service, serviceFailure } from './failure.js';
import type { TimestampRequest } from './types.js';

const AUTHORITY: Service = {
  name: 'the timestamp authority',
  codes: {
    refused: 'TIMESTAMP_REFUSED',
    unavailable: 'TIMESTAMP_UNAVAILABLE',
    malformed: 'TIMESTAMP_ANSWER_MALFORMED',
  },
  refusedHint: 'check the URL of the timestamp authority',
};
const TYPE = 'application/timestamp-reply';

/**
 * An RFC 3161 token (TimeStampToken, DER) over `message`, with SHA-256, a fresh nonce and the authority's
 * certificate. Imprint and nonce are checked. The token's signature is checked if `trust` has timestamp
 * authorities. The query is DER (RFC 3161 section 3.4), because every authority accepts it; only Sigstore's accepts
 * JSON.
 * @throws SigstoreError TIMESTAMP_*
 */
export async function requestTimestamp(asked: TimestampRequest): Promise<Uint8Array> {
  const imprint = digest('sha256', asked.message);
  const nonce = freshNonce();
  try {
    const response = await request({
      url: authorityUrl(asked.url),
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: TYPE },
      body: buildTimestampRequest(imprint, nonce),
      repeatable: true,
      ...(asked.timeoutMs !== undefined && { timeoutMs: asked.timeoutMs }),
    });
    if (!response.headers['content-type']?.startsWith(TYPE)) throw new Error('not a timestamp reply');
    const token = tokenFromResponse(response.body);
    const parsed = parseTimestampToken(token);
    if (
      equalBytes(parsed.imprint, imprint) &&
      parsed.nonce !== undefined &&
      equalBytes(parsed.nonce, nonce)
    ) {
      await checkSignature(token, asked);
      return token;
    }
  } catch (error) {
    if (error instanceof TimestampRefused)
      throw new SigstoreError(
        'TIMESTAMP_REFUSED',
        `the timestamp authority: ${error.message}`,
        AUTHORITY.refusedHint,
      );
    throw serviceFailure(AUTHORITY, error);
  }
  throw new SigstoreError(
    'TIMESTAMP_NOT_OURS',
    'the timestamp is for another request than ours',
    'try again',
  );
}

async function checkSignature(token: Uint8Array, { message, trust }: TimestampRequest): Promise<void> {
  if (trust === undefined || trust.timestampAuthorities.length === 0) return;
  const result = await verifyTimestampToken(token, message, trust.timestampAuthorities);
  if (result.ok) return;
  throw new SigstoreError(
    'TIMESTAMP_NOT_OURS',
    `the timestamp cannot be verified: ${result.detail}`,
    'the trusted root must know the timestamp authority',
  );
}

/** 16 octets that are, unchanged, the shortest DER form of a positive INTEGER. */
function freshNonce(): Uint8Array {
  const nonce = new Uint8Array(randomBytes(16));
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  return nonce;
}

/** For a URL without a path, the path of Sigstore's own timestamp authority is added. */
function authorityUrl(url: string): string {
  return URL.canParse(url) && new URL(url).pathname === '/' ? new URL('/api/v1/timestamp', url).href : url;
}
