import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { importPublicKey, type PublicKey, verifyPrehashed } from '../../../core/primitives/index.js';
import { signEd25519ph } from '../../support/ed25519ph.js';
import { rsaPair } from '../../support/rsa.js';
import { PREHASHED_KEYS } from './prehashed-keys.js';

type Hash = 'sha256' | 'sha384' | 'sha512';

const data = utf8('what is signed');
const digestOf = (hash: Hash, of = data): Uint8Array => new Uint8Array(createHash(hash).update(of).digest());

function imported(key: KeyObject): PublicKey {
  const found = importPublicKey(new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' })));
  if (!found) throw new Error('a key that cannot be used');
  return found;
}

describe('a signature is verified over the digest alone', () => {
  for (const [name, hash, make] of PREHASHED_KEYS)
    test(`by a ${name} key with ${hash}`, async () => {
      const key = make();
      const publicKey = imported(key);
      const signature = new Uint8Array(sign(hash, data, key));
      const judge = (over: Uint8Array) => verifyPrehashed(publicKey, hash, over, signature);
      assert.equal(await judge(digestOf(hash)), true);
      assert.equal(await judge(digestOf(hash, utf8('something else'))), false);
      assert.equal(await judge(digestOf(hash).subarray(1)), false);
      assert.equal(await verifyPrehashed(imported(make()), hash, digestOf(hash), signature), false);
    });

  test('by an RSA key: without its leading zero octet it is refused, just as over the data', async () => {
    const key = rsaPair(1024).privateKey;
    const publicKey = imported(key);
    let text = data;
    let signature = new Uint8Array(sign('sha256', text, key));
    for (let i = 0; signature[0] !== 0; i++) {
      text = utf8(`text ${i}`);
      signature = new Uint8Array(sign('sha256', text, key));
    }
    const over = digestOf('sha256', text);
    assert.equal(await verifyPrehashed(publicKey, 'sha256', over, signature), true);
    assert.equal(await verifyPrehashed(publicKey, 'sha256', over, signature.subarray(1)), false);
  });

  test('by an Ed25519 key: prehashed with SHA-512 only, and with the example of RFC 8032', async () => {
    // Section 7.3, TEST abc.
    const seed = '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42';
    const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const published = Buffer.from(
      '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
      'hex',
    );
    const abc = digestOf('sha512', utf8('abc'));
    assert.equal(await verifyPrehashed(imported(key), 'sha512', abc, published), true);
    const own = signEd25519ph(key, data);
    assert.equal(await verifyPrehashed(imported(key), 'sha512', digestOf('sha512'), own), true);
    assert.equal(await verifyPrehashed(imported(key), 'sha256', digestOf('sha256'), own), false);
    assert.equal(await verifyPrehashed(imported(key), 'sha512', abc, own), false);
    const plain = new Uint8Array(sign(null, data, key));
    assert.equal(await verifyPrehashed(imported(key), 'sha512', digestOf('sha512'), plain), false);
    for (let length = 0; length < own.length; length += 7)
      assert.equal(
        await verifyPrehashed(imported(key), 'sha512', digestOf('sha512'), own.subarray(0, length)),
        false,
      );
  });
});
