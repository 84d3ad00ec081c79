import type { LookUpRequest, LookUpResult } from './types.js';

/** @throws SigstoreError */
export function lookUpLogEntries(_request: LookUpRequest): Promise<LookUpResult> {
  throw new Error('not built yet');
}
