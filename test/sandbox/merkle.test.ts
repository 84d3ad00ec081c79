import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { verifyInclusion } from '../../core/transparency/index.js';
import { leafHashOf, MerkleTree } from './merkle.js';

const SIZES = 70;
const sha256 = (...parts: Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leaves = Array.from({ length: SIZES }, (_, i) => leafHashOf(Buffer.from(`leaf ${i}`)));

/** MTH of RFC 6962 section 2.1, word for word. */
function treeHash(list: readonly Uint8Array[]): Uint8Array {
  if (list.length === 0) return sha256();
  if (list.length === 1) return list[0] ?? sha256();
  let k = 1;
  while (k * 2 < list.length) k *= 2;
  return sha256(Uint8Array.of(1), treeHash(list.slice(0, k)), treeHash(list.slice(k)));
}

/** SUBPROOF of RFC 6962 section 2.1.2, word for word. */
function subproof(m: number, list: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === list.length) return whole ? [] : [treeHash(list)];
  let k = 1;
  while (k * 2 < list.length) k *= 2;
  return m <= k
    ? [...subproof(m, list.slice(0, k), whole), treeHash(list.slice(k))]
    : [...subproof(m - k, list.slice(k), false), treeHash(list.slice(0, k))];
}

const hex = (list: readonly Uint8Array[]): string[] => list.map((hash) => Buffer.from(hash).toString('hex'));

test('the root of every size is that of RFC 6962, even after the tree has grown', () => {
  const tree = new MerkleTree();
  for (let size = 0; size <= SIZES; size++) {
    assert.deepEqual(hex([tree.root()]), hex([treeHash(leaves.slice(0, size))]));
    if (size < SIZES) assert.equal(tree.append(leaves[size] ?? sha256()), size);
  }
  for (let size = 0; size <= SIZES; size++)
    assert.deepEqual(hex([tree.root(size)]), hex([treeHash(leaves.slice(0, size))]));
});

test('every leaf of every size has an inclusion proof that verifies', () => {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  for (let treeSize = 1; treeSize <= SIZES; treeSize++)
    for (let logIndex = 0; logIndex < treeSize; logIndex++) {
      const hashes = tree.inclusionProof(logIndex, treeSize);
      const proof = { logIndex, treeSize, hashes, rootHash: tree.root(treeSize), checkpoint: '' };
      assert.ok(verifyInclusion(leaves[logIndex] ?? sha256(), proof), `${logIndex} of ${treeSize}`);
    }
});

test('every pair of sizes has the consistency proof of RFC 6962', () => {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  for (let second = 1; second <= SIZES; second++)
    for (let first = 1; first <= second; first++)
      assert.deepEqual(
        hex(tree.consistencyProof(first, second)),
        hex(subproof(first, leaves.slice(0, second), true)),
      );
});

test('a leaf or a size that the tree does not have is refused', () => {
  const tree = new MerkleTree();
  tree.append(leaves[0] ?? sha256());
  assert.throws(() => tree.inclusionProof(1), RangeError);
  assert.throws(() => tree.root(2), RangeError);
  assert.throws(() => tree.consistencyProof(2, 1), RangeError);
});
