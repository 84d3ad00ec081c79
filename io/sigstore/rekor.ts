import { toBase64 } from '../../core/encoding/index.js';
import {
  hashedRekordBody,
  type LogEntry,
  logEntryFromProtoJson,
  logEntryFromRekorJson,
} from '../../core/transparency/index.js';
import { request } from '../http/index.js';
import { checkLoggedEntry } from './check-entry.js';
import { type Service, serviceFailure } from './failure.js';
import type { LogRequest } from './types.js';

const REKOR: Service = {
  name: 'Rekor',
  codes: {
    refused: 'REKOR_REFUSED',
    unavailable: 'REKOR_UNAVAILABLE',
    malformed: 'REKOR_ANSWER_MALFORMED',
  },
  refusedHint: 'the log does not take this entry; check rekorVersion and the URL of the log',
};

/**
 * Logs a signature as a hashedrekord (0.0.1 in Rekor v1, 0.0.2 in v2) and returns the entry with its body. It is
 * checked that the entry is exactly this one, and that its inclusion proof is right. If `trust` knows the log, the
 * log's signatures are checked too. An entry that exists already (409) is fetched and checked in the same way.
 * @throws SigstoreError REKOR_*
 */
export async function logSignature(asked: LogRequest): Promise<LogEntry> {
  let entry: LogEntry;
  try {
    entry = asked.version === 1 ? await logToV1(asked) : await logToV2(asked);
  } catch (error) {
    throw serviceFailure(REKOR, error);
  }
  await checkLoggedEntry(entry, asked);
  return entry;
}

const JSON_BOTH_WAYS = { 'content-type': 'application/json', accept: 'application/json' };

/** Rekor v1 takes the canonical body itself as the proposed entry (rekor openapi.yaml, createLogEntry). */
async function logToV1(asked: LogRequest): Promise<LogEntry> {
  const base = baseOf(asked);
  const { digest, signature } = asked;
  const response = await request({
    ...base.options,
    url: `${base.url}/api/v1/log/entries`,
    method: 'POST',
    repeatable: true, // a second request gets 409 and the address of the existing entry
    alsoAccept: [409],
    headers: JSON_BOTH_WAYS,
    body: hashedRekordBody({ version: '0.0.1', digest, signature, certificateDer: asked.certificate }),
  });
  if (response.status !== 409) return logEntryFromRekorJson(response.text());
  const uuid = /\/([0-9a-f]{64,80})$/.exec(response.headers['location'] ?? '')?.[1];
  if (uuid === undefined) throw new Error('a conflict that names no entry');
  const existing = await request({
    ...base.options,
    url: `${base.url}/api/v1/log/entries/${uuid}`,
    headers: { accept: 'application/json' },
  });
  return logEntryFromRekorJson(existing.text());
}

/** CreateEntryRequest of Rekor v2 (rekor-tiles, rekor_service.proto). */
async function logToV2(asked: LogRequest): Promise<LogEntry> {
  const base = baseOf(asked);
  const verifier = {
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
    x509Certificate: { rawBytes: toBase64(asked.certificate) },
  };
  const signature = { content: toBase64(asked.signature), verifier };
  const response = await request({
    ...base.options,
    url: `${base.url}/api/v2/log/entries`,
    method: 'POST',
    repeatable: true, // a second entry does no harm
    headers: JSON_BOTH_WAYS,
    body: JSON.stringify({ hashedRekordRequestV002: { digest: toBase64(asked.digest), signature } }),
  });
  return logEntryFromProtoJson(response.text());
}

function baseOf({ url, timeoutMs }: LogRequest) {
  return { url: url.replace(/\/+$/, ''), options: timeoutMs === undefined ? {} : { timeoutMs } };
}
