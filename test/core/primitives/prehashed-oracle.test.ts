import assert from 'node:assert/strict';
import { createHash, createPublicKey, sign } from 'node:crypto';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { importPublicKey, verifyPrehashed, verifySignature } from '../../../core/primitives/index.js';
import { mutate } from '../../support/mutate.js';
import { random } from '../../support/random.js';
import { PREHASHED_KEYS } from './prehashed-keys.js';

const data = utf8('what is signed');

for (const [name, hash, make] of PREHASHED_KEYS)
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
