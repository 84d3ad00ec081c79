import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lifetime } from '../../../../signer/agent/lifetime.js';
import { isProvable } from '../../../../signer/agent/proof.js';

const provable = (text: string) => isProvable(new TextEncoder().encode(text));

test('a proof is signed for an identity of 256 bytes, but not for a longer or an empty one', () => {
  assert.equal(provable('x'), true);
  assert.equal(provable('x'.repeat(256)), true);
  assert.equal(provable('x'.repeat(257)), false);
  assert.equal(provable(`${'x'.repeat(255)}é`), false);
  assert.equal(provable(''), false);
});

test('no proof is signed for an object id, but for text that only contains one', () => {
  for (const digits of ['a'.repeat(40), 'A0'.repeat(20), '0'.repeat(64), 'Ff'.repeat(32)]) {
    assert.equal(provable(digits), false, digits);
    for (const text of [`${digits}g`, `g${digits}`, digits.slice(1), `${digits}0`])
      assert.equal(provable(text), true, text);
  }
});

test('no proof is signed for bytes that are not text, or for text with invisible characters', () => {
  for (const text of [
    'a\n',
    '\x7f',
    'a\u0085b',
    'a\u00adb',
    '\u200bx',
    'x\u202e',
    'a\u2028b',
    'a\u2029b',
    '\ufeffx',
  ])
    assert.equal(provable(text), false, JSON.stringify(text));
  for (const bytes of [
    [0x61, 0xff],
    [0xed, 0xa0, 0x80],
    [0xc0, 0x80],
  ])
    assert.equal(isProvable(Uint8Array.from(bytes)), false);
});

test('by default, a lifetime is measured with the clocks of this machine', (t) => {
  let [wall, steady] = [1_700_000_000_000, 1000];
  t.mock.method(Date, 'now', () => wall);
  t.mock.method(performance, 'now', () => steady);
  const { left } = lifetime(600);
  steady += 60_000;
  assert.equal(left(), 540);
  wall += 120_000;
  assert.equal(left(), 480);
});
