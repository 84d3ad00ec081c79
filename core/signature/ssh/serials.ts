/** Bit N of `bits` (from the last bit of the last byte) is the serial number `offset` + N. */
export interface SerialBitmap {
  readonly offset: bigint;
  readonly bits: Uint8Array;
}

/** Serial numbers from `low` to `high`, both inclusive; of these only the ones set in `bits`, where there are any. */
interface Part {
  readonly low: bigint;
  readonly high: bigint;
  readonly bits?: Uint8Array;
}

function has(bits: Uint8Array, index: number): boolean {
  return ((bits[bits.length - 1 - (index >> 3)] ?? 0) & (1 << (index & 7))) !== 0;
}

/** Bitmaps that overlap as one. Takes time linear in their bits. */
function joined(bitmaps: readonly SerialBitmap[], low: bigint, high: bigint): Part {
  const bits = new Uint8Array(Number((high - low) >> 3n) + 1);
  for (const one of bitmaps) {
    const first = Number(one.offset - low);
    for (let i = 0; i < one.bits.length * 8; i++)
      if (has(one.bits, i)) {
        const at = first + i;
        const byte = bits.length - 1 - (at >> 3);
        bits[byte] = (bits[byte] ?? 0) | (1 << (at & 7));
      }
  }
  return { low, high, bits };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Parts without overlaps, in their order; `join` makes one of those that overlap. */
function disjoint<T>(
  items: readonly T[],
  low: (item: T) => bigint,
  high: (item: T) => bigint,
  join: (items: readonly T[], low: bigint, high: bigint) => Part,
): Part[] {
  const sorted = [...items].sort((a, b) => compare(low(a), low(b)));
  const parts: Part[] = [];
  let start = 0;
  for (let first = sorted[0]; first !== undefined; first = sorted[start]) {
    let [end, last] = [start + 1, high(first)];
    for (let next = sorted[end]; next !== undefined && low(next) <= last; next = sorted[++end])
      if (high(next) > last) last = high(next);
    parts.push(join(sorted.slice(start, end), low(first), last));
    start = end;
  }
  return parts;
}

/** The last part that does not begin behind a serial number. */
function partOf(parts: readonly Part[], serial: bigint): Part | undefined {
  let [from, to] = [0, parts.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((parts[middle]?.low ?? serial) <= serial) from = middle + 1;
    else to = middle;
  }
  return parts[from - 1];
}

/**
 * Revoked serial numbers. A list may have hundreds of thousands of ranges, and a history as many certificates: so the ranges
 * are sorted once, and each question takes a few comparisons.
 */
export class Serials {
  readonly #ranges: readonly Part[];
  readonly #bitmaps: readonly Part[];

  /** @param ranges both ends inclusive */
  constructor(ranges: readonly (readonly [low: bigint, high: bigint])[], bitmaps: readonly SerialBitmap[]) {
    this.#ranges = disjoint(
      ranges,
      ([low]) => low,
      ([, high]) => high,
      (_, low, high) => ({ low, high }),
    );
    this.#bitmaps = disjoint(
      bitmaps.filter(({ bits }) => bits.length > 0),
      ({ offset }) => offset,
      ({ offset, bits }) => offset + BigInt(bits.length * 8) - 1n,
      joined,
    );
  }

  has(serial: bigint): boolean {
    const range = partOf(this.#ranges, serial);
    if (range && serial <= range.high) return true;
    const { low, high, bits } = partOf(this.#bitmaps, serial) ?? {};
    return (
      low !== undefined && high !== undefined && !!bits && serial <= high && has(bits, Number(serial - low))
    );
  }
}
