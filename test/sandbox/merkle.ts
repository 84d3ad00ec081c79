import { createHash } from 'node:crypto';

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** SHA-256(0x00 || data): RFC 6962 section 2.1. */
export function leafHashOf(data: Uint8Array): Uint8Array {
  return sha256(LEAF, data);
}

function nodeHashOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right);
}

/** Largest power of two smaller than `n` (n > 1). */
function split(n: number): number {
  return 2 ** (31 - Math.clz32(n - 1));
}

/**
 * An append-only RFC 6962 Merkle tree in memory. It keeps the hash of every complete subtree, so that appending, roots and
 * proofs (of the tree as it is or as it was at any earlier size) take O(log n) hashes.
 */
export class MerkleTree {
  /** `#levels[k][i]`: root of the complete subtree over leaves i*2^k to (i+1)*2^k-1. */
  readonly #levels: Uint8Array[][] = [[]];

  /** Number of leaves. */
  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  /** Adds a leaf hash; returns its index. */
  append(leafHash: Uint8Array): number {
    const index = this.size;
    let hash = leafHash;
    for (let level = 0, at = index; ; level++, at >>= 1) {
      const row = this.#levels[level] ?? [];
      this.#levels[level] = row;
      row.push(hash);
      const left = row[at - 1];
      if (at % 2 === 0 || left === undefined) return index;
      hash = nodeHashOf(left, hash);
    }
  }

  /** Root of the first `size` leaves; SHA-256 of nothing for the empty tree. */
  root(size = this.size): Uint8Array {
    return size === 0 ? sha256() : this.#rangeHash(0, this.#checkedSize(size));
  }

  /** PATH(index, D[size]) of RFC 6962 section 2.1.1, from the leaf upwards. */
  inclusionProof(index: number, size = this.size): Uint8Array[] {
    if (index < 0 || index >= this.#checkedSize(size)) throw new RangeError(`no leaf ${index} in ${size}`);
    const path: Uint8Array[] = [];
    let from = 0;
    let to = size;
    while (to - from > 1) {
      const middle = from + split(to - from);
      if (index < middle) {
        path.unshift(this.#rangeHash(middle, to));
        to = middle;
      } else {
        path.unshift(this.#rangeHash(from, middle));
        from = middle;
      }
    }
    return path;
  }

  /** PROOF(first, D[second]) of RFC 6962 section 2.1.2. Nothing when the sizes are equal or `first` is 0. */
  consistencyProof(first: number, second = this.size): Uint8Array[] {
    if (first > this.#checkedSize(second)) throw new RangeError(`${first} is larger than ${second}`);
    if (first === 0 || first === second) return [];
    const path: Uint8Array[] = [];
    let from = 0;
    let to = second;
    let left = first;
    while (left !== to - from) {
      const k = split(to - from);
      if (left <= k) {
        path.unshift(this.#rangeHash(from + k, to));
        to = from + k;
      } else {
        path.unshift(this.#rangeHash(from, from + k));
        from += k;
        left -= k;
      }
    }
    if (from > 0) path.unshift(this.#rangeHash(from, to));
    return path;
  }

  /** Hashes `start` to `end` of a level (0: leaves), as tlog-tiles stores them. */
  row(level: number, start: number, end: number): readonly Uint8Array[] {
    return (this.#levels[level] ?? []).slice(start, end);
  }

  #checkedSize(size: number): number {
    if (size > this.size) throw new RangeError(`${size} is larger than the tree (${this.size})`);
    return size;
  }

  /** Root over leaves [from, to); `from` is a multiple of the largest power of two in the range. */
  #rangeHash(from: number, to: number): Uint8Array {
    const count = to - from;
    const level = 31 - Math.clz32(count);
    if (count === 2 ** level) {
      const hash = this.#levels[level]?.[from / count];
      if (!hash) throw new RangeError(`no subtree [${from}, ${to})`);
      return hash;
    }
    const middle = from + split(count);
    return nodeHashOf(this.#rangeHash(from, middle), this.#rangeHash(middle, to));
  }
}
