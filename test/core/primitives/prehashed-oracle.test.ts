import assert from 'node:assert/strict';
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { importPublicKey, verifyPrehashed, verifySignature } from '../../../core/primitives/index.js';
import { mutate } from '../../support/mutate.js';
import { random } from '../../support/random.js';
import { rsaPair } from '../../support/rsa.js';

const data = utf8('what is signed');
const ecKey = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;
const KEYS: readonly (readonly [string, 'sha256' | 'sha384' | 'sha512', () => KeyObject])[] = [
  ['P-256', 'sha256', () => ecKey('P-256')],
  ['P-384', 'sha384', () => ecKey('P-384')],
  ['P-384', 'sha256', () => ecKey('P-384')],
  ['P-521', 'sha512', () => ecKey('P-521')],
  ['P-256', 'sha512', () => ecKey('P-256')],
  ['RSA', 'sha256', () => rsaPair(2048).privateKey],
  ['RSA', 'sha512', () => rsaPair(3072).privateKey],
];

for (const [name, hash, make] of KEYS)
  test(`damaged signatures by a ${name} key with ${hash}: over the digest alone the answer is OpenSSL’s over the data`, async () => {
    const key = make();
    const publicKey = importPublicKey(
      new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' })),
    );
    assert.ok(publicKey);
    const signature = new Uint8Array(sign(hash, data, key));
    const over = new Uint8Array(createHash(hash).update(data).digest());
    const chance = random(20261130);
    for (let i = 0; i < 200; i++) {
      const damaged = mutate(signature, chance);
      const theirs = await verifySignature(publicKey, hash, data, damaged);
      assert.equal(
        await verifyPrehashed(publicKey, hash, over, damaged),
        theirs,
        Buffer.from(damaged).toString('hex'),
      );
    }
  });
