import { deepEqual, equal } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { type InclusionProof, leafHash, verifyInclusion } from '../../../core/transparency/index.js';
import { random } from '../../support/random.js';

const hash = (...parts: Uint8Array[]): Uint8Array =>
  Uint8Array.from(createHash('sha256').update(Buffer.concat(parts)).digest());
const leaf = (n: number): Uint8Array => hash(Uint8Array.of(0), utf8(`leaf ${n}`));

/** MTH of RFC 6962 section 2.1, straight from its definition. */
function root(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (!first) return hash();
  if (leaves.length === 1) return first;
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return hash(Uint8Array.of(1), root(leaves.slice(0, k)), root(leaves.slice(k)));
}

/** PATH of RFC 6962 section 2.1.1, straight from its definition. */
function path(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  if (index < k) return [...path(index, leaves.slice(0, k)), root(leaves.slice(k))];
  return [...path(index - k, leaves.slice(k)), root(leaves.slice(0, k))];
}

function proof(logIndex: number, leaves: readonly Uint8Array[]): InclusionProof {
  return {
    logIndex,
    rootHash: root(leaves),
    treeSize: leaves.length,
    hashes: path(logIndex, leaves),
    checkpoint: '',
  };
}

test('every leaf of every tree of up to 40 leaves is proven, and no proof serves another leaf, index or size', () => {
  for (let size = 1; size <= 40; size++) {
    const leaves = Array.from({ length: size }, (_, n) => leaf(n));
    for (let index = 0; index < size; index++) {
      const good = proof(index, leaves);
      equal(verifyInclusion(leaf(index), good), true);
      equal(verifyInclusion(leaf(index + 1), good), false);
      equal(verifyInclusion(leaf(index), { ...good, hashes: [...good.hashes, leaf(0)] }), false);
      equal(verifyInclusion(leaf(index), { ...good, hashes: good.hashes.slice(1) }), size === 1);
      equal(verifyInclusion(leaf(index), { ...good, rootHash: leaf(99) }), false);
      equal(verifyInclusion(leaf(index), { ...good, logIndex: size }), false);
      for (let other = 0; other < size; other++)
        if (other !== index) equal(verifyInclusion(leaf(index), { ...good, logIndex: other }), false);
    }
  }
});

test('nothing is proven for a tree whose size is not an integer, or for a value that is not a hash', () => {
  const leaves = [leaf(0), leaf(1)];
  const good = proof(0, leaves);
  for (const treeSize of [1.5, NaN, Infinity, 2 ** 53])
    equal(verifyInclusion(leaf(0), { ...good, treeSize }), false);
  for (const logIndex of [0.5, NaN, -1]) equal(verifyInclusion(leaf(0), { ...good, logIndex }), false);
  const short = leaf(0).subarray(0, 31);
  equal(verifyInclusion(short, { ...proof(0, [leaf(0)]), rootHash: short }), false);
  const [sibling = short] = good.hashes;
  equal(verifyInclusion(leaf(0), { ...good, hashes: [sibling.subarray(0, 31)] }), false);
});

/** The root of a proof in a tree of any size, from the recursive definition with big integers. */
function rootOf(index: bigint, size: bigint, leafOf: Uint8Array, hashes: Uint8Array[]): Uint8Array {
  if (size === 1n) return leafOf;
  let k = 1n;
  while (k * 2n < size) k *= 2n;
  const sibling = hashes.at(-1) ?? new Uint8Array();
  const rest = hashes.slice(0, -1);
  if (index < k) return hash(Uint8Array.of(1), rootOf(index, k, leafOf, rest), sibling);
  return hash(Uint8Array.of(1), sibling, rootOf(index - k, size - k, leafOf, rest));
}

function pathLength(index: bigint, size: bigint): number {
  if (size === 1n) return 0;
  let k = 1n;
  while (k * 2n < size) k *= 2n;
  return 1 + (index < k ? pathLength(index, k) : pathLength(index - k, size - k));
}

test('proofs hold in trees of up to 2^53-1 leaves, far beyond what bit operators reach', () => {
  const { below, pick } = random(6962);
  const sizes = [
    2 ** 31,
    2 ** 31 + 1,
    2 ** 32 - 1,
    2 ** 32 + 5,
    829394229,
    2 ** 52 + 12345,
    Number.MAX_SAFE_INTEGER,
  ];
  for (let round = 0; round < 300; round++) {
    const treeSize = pick(sizes);
    const logIndex = pick([0, 1, treeSize - 1, treeSize - 2, below(treeSize), below(treeSize)]);
    const length = pathLength(BigInt(logIndex), BigInt(treeSize));
    const hashes = Array.from({ length }, (_, n) => leaf(round * 64 + n));
    const rootHash = rootOf(BigInt(logIndex), BigInt(treeSize), leaf(round), hashes);
    const large = { logIndex, treeSize, rootHash, hashes, checkpoint: '' };
    equal(verifyInclusion(leaf(round), large), true, `${logIndex} of ${treeSize}`);
    equal(verifyInclusion(leaf(round), { ...large, hashes: hashes.slice(0, -1) }), false);
  }
});

test('a proof with one hash too many is refused even when it leads to its root', () => {
  const rootHash = hash(Uint8Array.of(1), leaf(1), leaf(0));
  equal(
    verifyInclusion(leaf(0), { logIndex: 0, treeSize: 1, rootHash, hashes: [leaf(1)], checkpoint: '' }),
    false,
  );
});

test('numbers that are not safe integers prove nothing', () => {
  const good = proof(0, [leaf(0)]);
  for (const treeSize of [0, -1, 1.5, Number.NaN, 2 ** 53])
    equal(verifyInclusion(leaf(0), { ...good, treeSize }), false);
  for (const logIndex of [-1, 0.5, Number.NaN]) equal(verifyInclusion(leaf(0), { ...good, logIndex }), false);
});

test('a leaf is hashed with the prefix 00', () => {
  deepEqual(leafHash(utf8('leaf 7')), leaf(7));
});
