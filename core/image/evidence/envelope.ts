import type { BundleContent } from '../../bundle/index.js';
import { fromAnyBase64, fromUtf8, isObject, parseStrictJson } from '../../encoding/index.js';
import { readable } from './annotations.js';
import { EvidenceError } from './error.js';

/** The largest envelope or bundle that is read: 16 MiB, room for the SBOM of a large image. */
export const LARGEST_ATTACHMENT = 16 << 20;
const MOST_SIGNATURES = 10;

function malformed(what: string): EvidenceError {
  return new EvidenceError('ATTACHMENT_MALFORMED', `the envelope ${what}`);
}

function bytesIn(value: unknown, name: string): Uint8Array {
  if (typeof value !== 'string' || value === '') throw malformed(`has no ${name}`);
  return readable('ATTACHMENT_MALFORMED', name, () => fromAnyBase64(value));
}

/**
 * The content of a DSSE envelope that cosign keeps in a tag, once for each of its signatures (DSSE envelope.md: members that
 * are not known are ignored, and one signature that holds is enough).
 * @throws EvidenceError ATTACHMENT_MALFORMED
 */
export function readEnvelope(json: Uint8Array): readonly Extract<BundleContent, { kind: 'dsse' }>[] {
  if (json.length > LARGEST_ATTACHMENT) throw malformed(`has more than ${LARGEST_ATTACHMENT} bytes`);
  const value = readable('ATTACHMENT_MALFORMED', 'the envelope', () => parseStrictJson(fromUtf8(json)));
  if (!isObject(value)) throw malformed('is not an object');
  const { payloadType, payload, signatures } = value;
  if (typeof payloadType !== 'string') throw malformed('has no payload type');
  if (!Array.isArray(signatures) || signatures.length === 0) throw malformed('has no signature');
  if (signatures.length > MOST_SIGNATURES) throw malformed(`has more than ${MOST_SIGNATURES} signatures`);
  const bytes = bytesIn(payload, 'payload');
  return signatures.map((one: unknown) => ({
    kind: 'dsse',
    signature: bytesIn(isObject(one) ? one['sig'] : undefined, 'signature'),
    payloadType,
    payload: bytes,
  }));
}
