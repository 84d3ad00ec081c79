import type { LogEntry } from '../../core/transparency/types.js';
import type { LogRequest } from './types.js';

/** @throws SigstoreError */
export function logSignature(_request: LogRequest): Promise<LogEntry> {
  throw new Error('not built yet');
}
