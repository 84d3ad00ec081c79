import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import { signEd25519ph } from '../support/ed25519ph.js';
import { verifyEd25519ph } from './ed25519ph.js';

// RFC 8032 section 7.3, TEST abc.
const SEED = '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42';
const SIGNATURE =
  '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41' +
  '31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406';
const privateKey = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${SEED}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
});
const publicKey = createPublicKey(privateKey);
const abc = createHash('sha512').update('abc').digest();

test('the prehashed Ed25519 signature of RFC 8032 verifies', () => {
  assert.ok(verifyEd25519ph(publicKey, abc, Buffer.from(SIGNATURE, 'hex')));
  assert.equal(Buffer.from(signEd25519ph(privateKey, Buffer.from('abc'))).toString('hex'), SIGNATURE);
});

test('a prehashed Ed25519 signature over another digest, or with a changed byte, is refused', () => {
  const signature = Buffer.from(SIGNATURE, 'hex');
  assert.equal(verifyEd25519ph(publicKey, createHash('sha512').update('abd').digest(), signature), false);
  for (let i = 0; i < signature.length; i += 7) {
    const changed = Uint8Array.from(signature);
    changed[i] = (changed[i] ?? 0) ^ 1;
    assert.equal(verifyEd25519ph(publicKey, abc, changed), false, String(i));
  }
});
