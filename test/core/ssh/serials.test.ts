import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { type SerialBitmap, Serials } from '../../../core/signature/ssh/serials.js';
import { random } from '../../support/random.js';

const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));

function isSet({ offset, bits }: SerialBitmap, serial: bigint): boolean {
  const index = serial - offset;
  if (index < 0n || index >= BigInt(bits.length * 8)) return false;
  return (((bits[bits.length - 1 - Number(index >> 3n)] ?? 0) >> Number(index & 7n)) & 1) === 1;
}

test('a serial number is revoked exactly if a range or a bitmap contains it, however they overlap', () => {
  const { below } = random(8);
  for (let round = 0; round < 200; round++) {
    const ranges = list(below(6), () => {
      const low = BigInt(below(60));
      return [low, low + BigInt(below(12))] as const;
    });
    const bitmaps = list(below(6), () => ({
      offset: BigInt(below(60)),
      bits: Uint8Array.from(list(below(4), () => below(256) & below(256))),
    }));
    const serials = new Serials(ranges, bitmaps);
    for (let serial = 0n; serial < 110n; serial++) {
      const inRange = ranges.some(([low, high]) => low <= serial && serial <= high);
      const right = inRange || bitmaps.some((one) => isSet(one, serial));
      equal(serials.has(serial), right, `round ${round}, ${serial}`);
    }
  }
});

test('a hundred thousand questions to a quarter of a million ranges and bitmaps take a few comparisons each', () => {
  const ranges = list(1 << 18, (i) => [BigInt(i * 2 + 1), BigInt(i * 2 + 1)] as const).reverse();
  const bitmaps = list(1 << 18, (i) => ({ offset: BigInt((i >> 4) * 8), bits: Uint8Array.of(1 << (i & 3)) }));
  const before = process.cpuUsage();
  const [ofRanges, ofBitmaps] = [new Serials(ranges, []), new Serials([], bitmaps)];
  for (let i = 0n; i < 100_000n; i++) {
    equal(ofRanges.has(i), i % 2n === 1n);
    equal(ofBitmaps.has(i), i % 8n < 4n);
  }
  const { user, system } = process.cpuUsage(before);
  ok(user + system < 8e6, `${(user + system) / 1e6} s`);
});
