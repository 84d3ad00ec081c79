import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { test } from 'node:test';
import type { BundleContent } from '../../../core/bundle/index.js';
import { utf8 } from '../../../core/encoding/index.js';
import { digest, importPublicKey, type PublicKey } from '../../../core/primitives/index.js';
import { checkBundleSignature } from '../../../core/verify/bundle/signature-check.js';
import { signedContent } from '../../../core/verify/bundle/signed-content.js';
import { signEd25519ph } from '../../support/ed25519ph.js';
import { rsaPair } from '../../support/rsa.js';

const bytes = utf8('what is signed');

type Known = { readonly algorithm: 'sha256' | 'sha384' | 'sha512' } | 'bytes';

function imported(key: KeyObject): PublicKey {
  const publicKey = importPublicKey(new Uint8Array(key.export({ type: 'spki', format: 'der' })));
  if (!publicKey) throw new Error('a key that cannot be used');
  return publicKey;
}

function check(kind: BundleContent['kind'], key: KeyObject, signature: Uint8Array, known: Known = 'bytes') {
  const messageDigest = { algorithm: 'sha256', digest: new Uint8Array(32) } as const;
  const content: BundleContent =
    kind === 'message'
      ? { kind, signature, messageDigest }
      : { kind, signature, payloadType: 't', payload: bytes };
  const artifact =
    known === 'bytes' ? bytes : { algorithm: known.algorithm, digest: digest(known.algorithm, bytes) };
  const signed = kind === 'message' ? signedContent(content, artifact) : { bytes, digest: () => undefined };
  return checkBundleSignature(content, signed, imported(key));
}

async function judge(...args: Parameters<typeof check>) {
  const { outcome, reason } = await check(...args);
  return reason ?? outcome;
}

const SHA256 = { algorithm: 'sha256' } as const;
const SHA384 = { algorithm: 'sha384' } as const;
const SHA512 = { algorithm: 'sha512' } as const;

test('an Ed25519 signature holds over the data, and for a message also over its digest (Ed25519ph)', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const good = new Uint8Array(sign(null, bytes, privateKey));
  const other = new Uint8Array(sign(null, utf8('something else'), privateKey));
  const prehashed = signEd25519ph(privateKey, bytes);
  assert.equal(await judge('message', publicKey, good), 'passed');
  assert.equal(await judge('dsse', publicKey, good), 'passed');
  assert.equal(await judge('message', publicKey, prehashed), 'passed');
  assert.equal(await judge('dsse', publicKey, prehashed), 'SIGNATURE_WRONG');
  assert.equal(await judge('message', publicKey, other), 'SIGNATURE_WRONG');
  assert.equal(await judge('dsse', publicKey, other), 'SIGNATURE_WRONG');
});

test('given only a digest, Ed25519ph holds with SHA-512; for plain Ed25519 the check says that it needs the bytes', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const prehashed = signEd25519ph(privateKey, bytes);
  const plain = new Uint8Array(sign(null, bytes, privateKey));
  assert.equal(await judge('message', publicKey, prehashed, SHA512), 'passed');
  for (const [signature, known, words] of [
    [prehashed, SHA256, /as Ed25519ph, over their SHA-512, which is not known/],
    [plain, SHA512, /plain Ed25519 is over the bytes themselves and cannot be checked by digest/],
    [plain, SHA256, /over the bytes themselves/],
  ] as const) {
    const { outcome, reason, detail } = await check('message', publicKey, signature, known);
    assert.deepEqual([outcome, reason], ['not-made', 'ARTIFACT_NOT_GIVEN']);
    assert.match(detail, words);
  }
});

test('given only a digest, an ECDSA or RSA signature is right or wrong when such keys sign that digest', async () => {
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const rsa = rsaPair(2048);
  const made = (hash: string, key: KeyObject) => new Uint8Array(sign(hash, bytes, key));
  assert.equal(await judge('message', p256.publicKey, made('sha256', p256.privateKey), SHA256), 'passed');
  assert.equal(await judge('message', rsa.publicKey, made('sha256', rsa.privateKey), SHA256), 'passed');
  assert.equal(await judge('message', p384.publicKey, made('sha256', p384.privateKey), SHA256), 'passed');
  assert.equal(await judge('message', p384.publicKey, made('sha384', p384.privateKey), SHA384), 'passed');
  assert.equal(
    await judge('message', p256.publicKey, made('sha384', p256.privateKey), SHA256),
    'SIGNATURE_WRONG',
  );
});

test('given only a digest, a signature that may cover another digest is not called wrong, and the check names that digest', async () => {
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const made = (hash: string, key: KeyObject) => new Uint8Array(sign(hash, bytes, key));
  const large = await check('message', p384.publicKey, made('sha384', p384.privateKey), SHA256);
  assert.deepEqual([large.reason, large.outcome], ['ARTIFACT_NOT_GIVEN', 'not-made']);
  assert.match(large.detail, /a P-384 key signs the SHA-384 of the artifact, which is not known/);
  const small = await check('message', p256.publicKey, made('sha256', p256.privateKey), SHA512);
  assert.equal(small.reason, 'ARTIFACT_NOT_GIVEN');
  assert.match(small.detail, /SHA-256/);
});

test('RSA signs with PKCS #1 v1.5 and SHA-256; no other hash is tried', async () => {
  const rsa = rsaPair(2048);
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

test('a signature that holds names the kind of key; given only a digest, the check names the hashes of that key', async () => {
  for (const [name, key] of [
    ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['RSA', rsaPair(2048)],
    ['Ed25519', generateKeyPairSync('ed25519')],
  ] as const) {
    const signature = new Uint8Array(sign(name === 'Ed25519' ? null : 'sha256', bytes, key.privateKey));
    const good = await check('message', key.publicKey, signature);
    assert.equal(good.detail, `made with the signer’s ${name} key`);
    if (name === 'Ed25519') continue;
    const hashes = name === 'P-384' ? 'SHA-384 or SHA-256' : 'SHA-256';
    assert.equal(
      (await check('message', key.publicKey, signature, SHA512)).detail,
      `a ${name} key signs the ${hashes} of the artifact, which is not known`,
    );
  }
});
