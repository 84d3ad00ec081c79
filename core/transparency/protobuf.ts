import type { LogEntry } from './types.js';

/**
 * A TransparencyLogEntry message (protobuf-specs sigstore_rekor.proto).
 * @throws TransparencyError LOG_ENTRY_MALFORMED
 */
export function decodeLogEntry(_message: Uint8Array): LogEntry {
  throw new Error('not yet');
}

/** The message, fields ascending, as Go's protobuf writes it; `body` is written when the entry has one. */
export function encodeLogEntry(_entry: LogEntry): Uint8Array {
  throw new Error('not yet');
}
