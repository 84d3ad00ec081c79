import { equal } from 'node:assert/strict';
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
