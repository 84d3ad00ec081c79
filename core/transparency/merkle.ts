import type { InclusionProof } from './types.js';

/** RFC 6962 section 2.1: SHA-256(0x00 || body). */
export function leafHash(_body: Uint8Array): Uint8Array {
  throw new Error('not yet');
}

/** True when the proof leads from the leaf to its root hash (RFC 9162 section 2.1.3.2). */
export function verifyInclusion(_leafHash: Uint8Array, _proof: InclusionProof): boolean {
  throw new Error('not yet');
}
