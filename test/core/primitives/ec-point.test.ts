import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { uncompressedPoint } from '../../../core/primitives/ec-point.js';
import { importPublicKey } from '../../../core/primitives/index.js';

describe('importing an EC key by its coordinates', () => {
  for (const curve of ['P-256', 'P-384'] as const) {
    test(`gives the same ${curve} key as OpenSSL’s decoder`, () => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
      const spki = publicKey.export({ type: 'spki', format: 'der' });
      const key = importPublicKey(spki);
      assert.equal(uncompressedPoint(spki)?.curve, curve);
      assert.equal(key?.curve, curve);
      assert.ok(key?.handle.equals(createPublicKey({ key: spki, format: 'der', type: 'spki' })));
    });
  }

  test('refuses a point that is not on the curve', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const spki = Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }));
    spki[spki.length - 1] = (spki.at(-1) ?? 0) ^ 1;
    assert.notEqual(uncompressedPoint(spki), undefined);
    assert.equal(importPublicKey(spki), undefined);
  });

  test('passes every other form to OpenSSL', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' });
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    assert.equal(uncompressedPoint(spki), undefined);
    assert.equal(importPublicKey(spki)?.curve, 'P-521');
  });
});
