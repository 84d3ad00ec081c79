import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { test } from 'node:test';
import { type DigestName, digestSignatureProblem } from './prehash.js';

const DATA = Buffer.from('signed');
const digest = (hash: DigestName, data: Uint8Array = DATA) => createHash(hash).update(data).digest();

const PAIRS = [
  ['P-256', 'sha256'],
  ['P-384', 'sha384'],
  ['P-521', 'sha512'],
  ['P-256', 'sha512'],
] as const;
for (const [namedCurve, hash] of PAIRS)
  test(`${namedCurve} signatures over a ${hash} digest verify as OpenSSL made them, and no others`, () => {
    for (let i = 0; i < 8; i++) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
      const other = generateKeyPairSync('ec', { namedCurve }).publicKey;
      const problem = (key: KeyObject, over: Uint8Array, signature: Uint8Array) =>
        digestSignatureProblem(key, hash, over, signature);
      const der = sign(hash, DATA, privateKey);
      const raw = sign(hash, DATA, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      assert.equal(problem(publicKey, digest(hash), der), undefined);
      assert.equal(problem(publicKey, digest(hash), raw), undefined);
      assert.ok(problem(other, digest(hash), der));
      assert.ok(problem(publicKey, digest(hash, Buffer.from('else')), raw));
      const flipped = Uint8Array.from(raw);
      flipped[i] = (flipped[i] ?? 0) ^ 1;
      assert.ok(problem(publicKey, digest(hash), flipped));
    }
  });

test('an RSA signature over a digest verifies as OpenSSL made it, and no other', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signature = sign('sha256', DATA, privateKey);
  assert.equal(digestSignatureProblem(publicKey, 'sha256', digest('sha256'), signature), undefined);
  assert.ok(digestSignatureProblem(publicKey, 'sha256', digest('sha256', Buffer.from('else')), signature));
  assert.ok(digestSignatureProblem(publicKey, 'sha512', digest('sha512'), signature));
  assert.ok(digestSignatureProblem(publicKey, 'sha256', digest('sha256'), Buffer.alloc(256)));
});

test('empty and truncated signatures are refused', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signature = sign('sha256', DATA, privateKey);
  for (let length = 0; length < signature.length; length++)
    assert.ok(
      digestSignatureProblem(publicKey, 'sha256', digest('sha256'), signature.subarray(0, length)),
      String(length),
    );
});
