import { concatBytes, latin1, setLatin1 } from '../encoding/index.js';
import { digest, digestLatin1, digestOfParts } from '../primitives/index.js';
import type { InclusionProof } from './types.js';

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);
const HASH = 32;
// Shared memory: only one node is hashed at a time. Otherwise a path of twenty nodes would allocate twenty inputs and twenty
// digests.
const scratch = Uint8Array.of(0x01, ...new Uint8Array(2 * HASH));

/** Hash of a leaf of the log: SHA-256(0x00 || body) (RFC 6962 section 2.1). */
export function leafHash(body: Uint8Array): Uint8Array {
  return digestOfParts('sha256', LEAF, body);
}

/** Hash of an inner node of the log: SHA-256(0x01 || left || right) (RFC 6962 section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return digest('sha256', concatBytes(NODE, left, right));
}

/** `nodeHash` of a hash on the path, as text with one character for each byte, and a sibling of 32 bytes. */
function above(hash: string, sibling: Uint8Array, side: 'left' | 'right'): string {
  scratch.set(sibling, side === 'left' ? 1 : 1 + HASH);
  setLatin1(scratch, hash, side === 'left' ? 1 + HASH : 1);
  return digestLatin1('sha256', scratch);
}

/**
 * True when the proof leads from the leaf hash to the proof's own root (RFC 9162 section 2.1.3.2, which spells out RFC 6962
 * section 2.1.1). Tree sizes up to 2^53-1 are halved by division, because bit operators stop at 32 bits. The checkpoint says
 * whether the root belongs to the log.
 */
export function verifyInclusion(leaf: Uint8Array, proof: InclusionProof): boolean {
  if (!Number.isSafeInteger(proof.treeSize) || !Number.isSafeInteger(proof.logIndex)) return false;
  if (proof.logIndex < 0 || proof.logIndex >= proof.treeSize || leaf.length !== HASH) return false;
  let index = proof.logIndex;
  let last = proof.treeSize - 1;
  let hash = latin1(leaf);
  for (const sibling of proof.hashes) {
    if (last === 0 || sibling.length !== HASH) return false;
    if (index % 2 === 1 || index === last) {
      hash = above(hash, sibling, 'left');
      while (index % 2 === 0 && index !== 0) {
        index /= 2;
        last = Math.floor(last / 2);
      }
    } else hash = above(hash, sibling, 'right');
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hash === latin1(proof.rootHash);
}
