import type { LogEntry } from './types.js';

/**
 * A TransparencyLogEntry as protobuf JSON: the answer of Rekor v2, and an entry of a Sigstore bundle.
 * @throws TransparencyError LOG_ENTRY_MALFORMED
 */
export function logEntryFromProtoJson(_json: string | object): LogEntry {
  throw new Error('not yet');
}
