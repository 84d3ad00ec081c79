import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { importPublicKey } from '../../../core/primitives/index.js';
import type { BundleContent } from '../../../core/signature/bundle/index.js';
import { checkBundleSignature } from '../../../core/verify/bundle/signature-check.js';

const bytes = utf8('what is signed');
const signed = { bytes, digest: () => undefined };

async function judge(kind: BundleContent['kind'], key: KeyObject, signature: Uint8Array) {
  const publicKey = importPublicKey(new Uint8Array(key.export({ type: 'spki', format: 'der' })));
  if (!publicKey) throw new Error('a key that cannot be used');
  const messageDigest = { algorithm: 'sha256', digest: new Uint8Array(32) } as const;
  const content: BundleContent =
    kind === 'message'
      ? { kind, signature, messageDigest }
      : { kind, signature, payloadType: 't', payload: bytes };
  const { outcome, reason } = await checkBundleSignature(content, signed, publicKey);
  return reason ?? outcome;
}

test('a pure Ed25519 signature holds; of a message, another may be one with prehash, which is not supported', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const good = new Uint8Array(sign(null, bytes, privateKey));
  const other = new Uint8Array(sign(null, utf8('something else'), privateKey));
  assert.equal(await judge('message', publicKey, good), 'passed');
  assert.equal(await judge('dsse', publicKey, good), 'passed');
  assert.equal(await judge('message', publicKey, other), 'ALGORITHM_NOT_SUPPORTED');
  assert.equal(await judge('dsse', publicKey, other), 'SIGNATURE_WRONG');
});

test('RSA signs with PKCS #1 v1.5 and SHA-256; other hashes of a key are not tried', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  assert.equal(
    await judge('message', rsa.publicKey, new Uint8Array(sign('sha256', bytes, rsa.privateKey))),
    'passed',
  );
  assert.equal(
    await judge('message', rsa.publicKey, new Uint8Array(sign('sha1', bytes, rsa.privateKey))),
    'SIGNATURE_WRONG',
  );
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  assert.equal(
    await judge('message', p256.publicKey, new Uint8Array(sign('sha1', bytes, p256.privateKey))),
    'SIGNATURE_WRONG',
  );
});
