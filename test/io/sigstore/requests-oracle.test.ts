import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { FulcioSigner, RekorWitness } from '@sigstore/sign';
import { encodePem } from '../../../core/encoding/index.js';
import { IdentityToken } from '../../../io/identity/index.js';
import { logSignature, requestCertificate } from '../../../io/sigstore/index.js';
import { TestInstance } from '../../support/instance.js';

const received: { readonly path: string; readonly type: string | undefined; readonly body: unknown }[] = [];
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(parts).toString());
    received.push({ path: request.url ?? '', type: request.headers['content-type'], body });
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end('{"code":3,"message":"only listening"}');
  });
});
let url = '';

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

/** What both clients sent, ours first. */
async function sentBy(ours: Promise<unknown>, theirs: () => Promise<unknown>): Promise<unknown[]> {
  received.length = 0;
  await assert.rejects(ours);
  await assert.rejects(theirs());
  assert.equal(received.length, 2);
  return received;
}

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));

test('the request to Fulcio equals that of @sigstore/sign', async () => {
  const claims = { iss: 'https://issuer.example', sub: '1', email: 'dev@example.test', email_verified: true };
  const text = ['{"alg":"none"}', JSON.stringify(claims), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  const token = new IdentityToken(
    text,
    { issuer: claims.iss, subject: claims.email, email: claims.email, audience: ['sigstore'], expiresAt: 0 },
    { kind: 'environment', variable: 'SIGSTORE_ID_TOKEN' },
  );
  const proofs: string[] = [];
  const prove = (subject: Uint8Array) => {
    proofs.push(Buffer.from(subject).toString());
    return Buffer.from('proof');
  };
  const [mine, other] = await sentBy(requestCertificate({ url, token, publicKey: spki, prove }), () =>
    new FulcioSigner({
      fulcioBaseURL: url,
      identityProvider: { getToken: async () => text },
      keyHolder: {
        sign: async (data: Buffer) => ({
          signature: Buffer.from(prove(data)),
          key: { $case: 'publicKey', publicKey: encodePem('PUBLIC KEY', spki) },
        }),
      },
    }).sign(Buffer.alloc(0)),
  );
  assert.deepEqual(mine, other);
  assert.deepEqual(proofs, ['dev@example.test', 'dev@example.test']);
});

for (const version of [1, 2] as const) {
  test(`the request to Rekor v${version} equals that of @sigstore/sign`, async () => {
    const instance = new TestInstance();
    const certificate = instance.issue(publicKey, instance.start + 1000);
    const digest = new Uint8Array(32).fill(7);
    const signature = new Uint8Array(sign('sha256', digest, privateKey));
    const [mine, other] = await sentBy(logSignature({ url, version, digest, signature, certificate }), () =>
      new RekorWitness({ rekorBaseURL: url, majorApiVersion: version }).testify(
        {
          $case: 'messageSignature',
          messageSignature: {
            messageDigest: { algorithm: 1, digest: Buffer.from(digest) },
            signature: Buffer.from(signature),
          },
        },
        encodePem('CERTIFICATE', certificate),
      ),
    );
    assert.deepEqual(mine, other);
  });
}
