import type { TrustedLog } from '../trust/types.js';
import type { LogEntry } from './types.js';

/** The bytes a signed entry timestamp is over: canonical JSON of body, integratedTime, logID and logIndex (Rekor v1). */
export function setPayload(_entry: LogEntry, _body: Uint8Array): Uint8Array {
  throw new Error('not yet');
}

/** True when the entry's signed entry timestamp is the log's, for this body. */
export function verifySet(_entry: LogEntry, _body: Uint8Array, _log: TrustedLog): Promise<boolean> {
  throw new Error('not yet');
}
