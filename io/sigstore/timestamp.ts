import type { TimestampRequest } from './types.js';

/** @throws SigstoreError */
export function requestTimestamp(_request: TimestampRequest): Promise<Uint8Array> {
  throw new Error('not built yet');
}
