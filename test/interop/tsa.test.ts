import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decodePemBundle, encodePem, toHex } from '../../core/encoding/index.js';
import { tokenFromResponse, verifyTimestampToken } from '../../core/timestamp/index.js';
import { parseTrustedRoot } from '../../core/trust/index.js';
import { bothStacks } from '../support/both-stacks.js';
import { send } from '../support/http-client.js';
import { NO_OPENSSL, openssl } from '../support/openssl.js';
import type { Stack } from '../support/stack.js';

const QUERY = { 'content-type': 'application/timestamp-query' };
const DATA = Buffer.from('what is stamped');
const declare = bothStacks();
const url = ({ env }: Stack): string => env['TSA_URL'] ?? '';

function query(...args: string[]): Uint8Array {
  return openssl(['ts', '-query', '-data', 'data', ...args], { data: DATA }).stdout;
}

async function verified(stack: Stack, response: Uint8Array) {
  const root = parseTrustedRoot(readFileSync(stack.env['TRUSTED_ROOT'] ?? '', 'utf8'));
  const result = await verifyTimestampToken(tokenFromResponse(response), DATA, root.timestampAuthorities);
  assert.ok(result.ok, JSON.stringify(result));
  return result;
}

for (const hash of ['sha256', 'sha384', 'sha512'])
  declare(`openssl accepts a timestamp over ${hash}, and so does the core`, async (stack, t) => {
    if (NO_OPENSSL) return t.skip(NO_OPENSSL);
    const asked = query(`-${hash}`, '-cert');
    const answer = await send('POST', url(stack), asked, QUERY);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers.get('content-type'), 'application/timestamp-reply');
    const [leaf, root] = decodePemBundle('CERTIFICATE', readFileSync(stack.env['TSA_CHAIN'] ?? '', 'utf8'));
    assert.ok(leaf && root);
    const check = openssl(
      ['ts', '-verify', '-in', 'reply', '-queryfile', 'query', '-CAfile', 'root', '-untrusted', 'leaf'],
      {
        reply: answer.bytes,
        query: asked,
        root: encodePem('CERTIFICATE', root),
        leaf: encodePem('CERTIFICATE', leaf),
      },
    );
    assert.equal(check.status, 0, check.stderr);
    if (hash === 'sha256') await verified(stack, answer.bytes);
  });

declare('a timestamp has the fields of the real one', async (stack, t) => {
  if (NO_OPENSSL) return t.skip(NO_OPENSSL);
  const answers = [query('-sha256'), query('-sha256')].map((asked) => send('POST', url(stack), asked, QUERY));
  const texts = (await Promise.all(answers)).map(({ bytes }) =>
    Buffer.from(openssl(['ts', '-reply', '-in', 'reply', '-text'], { reply: bytes }).stdout).toString(),
  );
  for (const text of texts) {
    assert.match(text, /Status: Granted\./);
    assert.match(text, /Policy OID: 1\.3\.6\.1\.4\.1\.57264\.2/);
    assert.match(text, /Accuracy: 0x01 seconds, unspecified millis, unspecified micros/);
    assert.match(text, /Ordering: no/);
    assert.match(text, /TSA: DirName:/);
  }
  const serials = texts.map((text) => /Serial number: (\S+)/.exec(text)?.[1]);
  assert.notEqual(serials[0], serials[1]);
});

declare('a timestamp can be asked for in JSON', async (stack) => {
  const artifactHash = createHash('sha256').update(DATA).digest('base64');
  const nonce = randomBytes(6).readUIntBE(0, 6);
  const ask = { artifactHash, certificates: true, hashAlgorithm: 'sha256', nonce };
  const answer = await send('POST', url(stack), ask);
  assert.equal(answer.status, 200, answer.text);
  await verified(stack, answer.bytes);
  const hex = nonce
    .toString(16)
    .padStart(12, '0')
    .replace(/^(00)+/, '');
  assert.ok(toHex(answer.bytes).includes(hex), 'the nonce comes back');
  const bare = await send('POST', url(stack), { artifactHash, hashAlgorithm: 'sha256' });
  assert.ok(bare.bytes.length < answer.bytes.length, 'no certificates unless asked for');
});

declare('the authority publishes its chain', async (stack) => {
  const answer = await send('GET', `${url(stack)}/certchain`);
  assert.equal(answer.headers.get('content-type'), 'application/pem-certificate-chain');
  assert.deepEqual(
    decodePemBundle('CERTIFICATE', answer.text).map(toHex),
    decodePemBundle('CERTIFICATE', readFileSync(stack.env['TSA_CHAIN'] ?? '', 'utf8')).map(toHex),
  );
});

const FAILED = 'Error generating timestamp response';
const WRONG_LENGTH = 'Message digest has incorrect length for specified algorithm';
const hash = createHash('sha256').update(DATA).digest('base64');
const REFUSED: readonly (readonly [string, object | string | Uint8Array, string, string])[] = [
  ['bytes that are no query', 'hello', QUERY['content-type'], FAILED],
  ['a query over MD5', NO_OPENSSL ? 'x' : query('-md5'), QUERY['content-type'], FAILED],
  [
    'data after the query',
    Buffer.concat([query('-sha256'), Buffer.from('x')]),
    QUERY['content-type'],
    FAILED,
  ],
  ['JSON that is none', '{', 'application/json', FAILED],
  ['JSON without an algorithm', { artifactHash: hash }, 'application/json', FAILED],
  [
    'SHA-1',
    { artifactHash: hash, hashAlgorithm: 'sha1' },
    'application/json',
    'Weak hash algorithm in timestamp request',
  ],
  [
    'a digest of another length',
    { artifactHash: hash, hashAlgorithm: 'sha384' },
    'application/json',
    WRONG_LENGTH,
  ],
  ['no digest', { hashAlgorithm: 'sha256' }, 'application/json', WRONG_LENGTH],
  [
    'another policy',
    { artifactHash: hash, hashAlgorithm: 'sha256', tsaPolicyOID: '1.2.3.4' },
    'application/json',
    'unaccepted policy: requested TSA policy is not supported by the TSA',
  ],
];
for (const [what, body, type, message] of REFUSED)
  declare(`the authority refuses ${what}`, async (stack) => {
    const answer = await send('POST', url(stack), body, { 'content-type': type });
    assert.deepEqual([answer.status, answer.json], [400, { code: 400, message }]);
  });

declare('the authority refuses what it cannot read before it looks', async (stack) => {
  const empty = await send('POST', url(stack), '', QUERY);
  assert.deepEqual([empty.status, empty.json], [422, { code: 602, message: 'request in body is required' }]);
  const text = await send('POST', url(stack), 'x', { 'content-type': 'text/plain' });
  const message =
    'unsupported media type "text/plain", only [application/timestamp-query application/json] are allowed';
  assert.deepEqual([text.status, text.json], [415, { code: 415, message }]);
  const got = await send('GET', url(stack));
  assert.deepEqual(
    [got.status, got.json, got.headers.get('allow')],
    [405, { code: 405, message: 'method GET is not allowed, but [POST] are' }, 'POST'],
  );
});
