/** The part of `random` that a mutation needs. */
interface Chance {
  below(n: number): number;
  pick<T>(items: readonly T[]): T;
}

/**
 * A copy of `bytes` with one to three random faults: flipped bits, other octets, removed, doubled or swapped runs, or a cut.
 */
export function mutate(bytes: Uint8Array, chance: Chance): Uint8Array {
  let out = Uint8Array.from(bytes);
  for (let count = 1 + chance.below(3); count > 0; count--) out = fault(out, chance);
  return out;
}

function fault(bytes: Uint8Array<ArrayBuffer>, { below, pick }: Chance): Uint8Array<ArrayBuffer> {
  if (bytes.length === 0) return bytes;
  const at = below(bytes.length);
  const run = bytes.slice(at, at + 1 + below(16));
  switch (pick(['flip', 'flip', 'set', 'remove', 'double', 'cut'] as const)) {
    case 'flip':
      return bytes.with(at, (bytes[at] ?? 0) ^ (1 << below(8)));
    case 'set':
      return bytes.with(at, pick([0, 1, 0x7f, 0x80, 0x84, 0xff, 0x30, 0x31, 0xa0]));
    case 'remove':
      return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + run.length));
    case 'double':
      return Uint8Array.of(...bytes.subarray(0, at), ...run, ...bytes.subarray(at));
    case 'cut':
      return bytes.slice(0, at);
  }
}
