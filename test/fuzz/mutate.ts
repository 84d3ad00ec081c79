import { concatBytes } from '../../core/encoding/index.js';
import { random } from '../support/random.js';

type Random = ReturnType<typeof random>;
type Mutation = (bytes: Uint8Array, by: Random, other: Uint8Array) => Uint8Array;

// Octets that have a meaning for one of the parsers: DER tags and lengths, protobuf keys, line ends, quotes.
const TELLING = [
  0, 1, 2, 3, 4, 5, 6, 10, 13, 32, 34, 45, 48, 49, 127, 128, 129, 130, 132, 160, 163, 191, 255,
] as const;
const LONGEST = 1 << 16;

const MUTATIONS: readonly Mutation[] = [
  (bytes, by) => replaceAt(bytes, by, (octet) => octet ^ (1 << by.below(8))),
  (bytes, by) => replaceAt(bytes, by, () => by.pick(TELLING)),
  (bytes, by) => replaceAt(bytes, by, (octet) => (octet + by.pick([1, 255])) & 255),
  (bytes, by) => cut(bytes, by, (start, end) => [bytes.subarray(0, start), bytes.subarray(end)]),
  (bytes, by) => cut(bytes, by, (start) => [bytes.subarray(0, start)]),
  (bytes, by) => cut(bytes, by, (start, end) => [bytes.subarray(0, end), bytes.subarray(start)]),
  (bytes, by) =>
    cut(bytes, by, (start) => {
      const filling = new Uint8Array(1 + by.below(64)).fill(by.pick(TELLING));
      return [bytes.subarray(0, start), filling, bytes.subarray(start)];
    }),
  (bytes, by, other) =>
    cut(bytes, by, (start, end) => [
      bytes.subarray(0, start),
      other.subarray(by.below(other.length + 1)),
      bytes.subarray(end),
    ]),
  // The same octets repeated: deep nesting in DER and JSON, many headers, many fields.
  (bytes, by) =>
    cut(bytes, by, (start, end) => {
      const unit = bytes.subarray(start, Math.min(end, start + 8));
      const times = 1 << by.below(12);
      return [bytes.subarray(0, start), ...Array.from({ length: times }, () => unit), bytes.subarray(end)];
    }),
];

function replaceAt(bytes: Uint8Array, by: Random, change: (octet: number) => number): Uint8Array {
  const copy = bytes.slice();
  const at = by.below(Math.max(1, copy.length));
  copy[at] = change(copy[at] ?? 0);
  return copy;
}

function cut(bytes: Uint8Array, by: Random, parts: (start: number, end: number) => Uint8Array[]): Uint8Array {
  const start = by.below(bytes.length + 1);
  return concatBytes(...parts(start, Math.min(bytes.length, start + by.below(64))));
}

/**
 * The input of one iteration: a seed input with one to four mutations, at most 64 KiB. The same seed number, iteration
 * and seed inputs give the same bytes.
 */
export function mutatedInput(inputs: readonly Uint8Array[], seed: number, iteration: number): Uint8Array {
  const by = random(Math.imul(seed, 0x9e3779b1) + iteration);
  let bytes = by.pick(inputs);
  for (let left = by.below(4); left >= 0; left -= 1) bytes = by.pick(MUTATIONS)(bytes, by, by.pick(inputs));
  return bytes.subarray(0, LONGEST);
}
