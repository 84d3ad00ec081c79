import type { LogEntry } from './types.js';

/**
 * The one entry in a Rekor v1 answer `{uuid: {body, integratedTime, logID, logIndex, verification}}`; the uuid must
 * be the leaf hash of the body.
 * @throws TransparencyError LOG_ENTRY_MALFORMED
 */
export function logEntryFromRekorJson(_text: string): LogEntry {
  throw new Error('not yet');
}
