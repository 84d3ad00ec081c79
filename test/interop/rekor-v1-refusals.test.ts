import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { bothStacks } from '../support/both-stacks.js';
import { send } from '../support/http-client.js';
import {
  bareSigner,
  certifiedSigner,
  dsse,
  envelope,
  type HashedRekordParts,
  hashedRekord,
  intoto,
} from '../support/log-request.js';

const ENTRIES = '/api/v1/log/entries';
const signer = certifiedSigner('refused@example.test');
const ed25519 = bareSigner('ed25519');
const proposed = (parts: HashedRekordParts = {}) => hashedRekord(signer, parts);
const spec = (over: object) => ({ ...proposed(), spec: { ...proposed().spec, ...over } });
const list = (...problems: string[]) =>
  `error processing entry: validation failure list:\n${problems.join('\n')}`;
const UUID = '^([0-9a-fA-F]{64}|[0-9a-fA-F]{80})$';

/** title, request, status, code, message. */
type Row = readonly [string, Request, number, number, string];
type Request = { method?: string; path?: string; body?: object | string; type?: string };

const post = (body: object | string, path = ENTRIES): Request => ({ method: 'POST', path, body });
const get = (path: string): Request => ({ path });
const entry = (title: string, body: object, message: string): Row => [title, post(body), 400, 400, message];

const ROWS: readonly Row[] = [
  entry(
    'a signature that is no ECDSA signature',
    proposed({ signature: Buffer.from('x') }),
    'error processing entry: verifying signature: ecdsa: Invalid IEEE_P1363 encoded bytes',
  ),
  entry(
    'a signature over something else',
    proposed({ signature: sign('sha256', Buffer.from('other'), signer.key) }),
    'error processing entry: verifying signature: invalid signature when validating ASN.1 encoded signature',
  ),
  entry(
    'a hash that is not the curve`s',
    proposed({ algorithm: 'sha384' }),
    'error processing entry: entry algorithms are not allowed',
  ),
  entry(
    'an Ed25519 signature over the data itself',
    hashedRekord(ed25519, {
      data: 'x',
      algorithm: 'sha512',
      signature: sign(null, Buffer.from('x'), ed25519.key),
    }),
    'error processing entry: verifying signature: failed to verify signature: ed25519: invalid signature',
  ),
  entry(
    'an Ed25519 signature over SHA-256',
    hashedRekord(ed25519),
    'error processing entry: verifying signature: unsupported hash algorithm: "SHA-256" not in [SHA-512]',
  ),
  entry(
    'a short RSA key',
    hashedRekord(bareSigner(1024)),
    'error processing entry: entry algorithms are not allowed',
  ),
  entry(
    'a key that is no PEM',
    proposed({ pem: 'nope' }),
    'error processing entry: invalid public key: failure decoding PEM',
  ),
  entry(
    'a certificate that is none',
    proposed({ pem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' }),
    'error processing entry: x509: malformed certificate',
  ),
  entry(
    'a digest of the wrong length',
    proposed({ digest: 'abcd' }),
    'error processing entry: invalid value for hash',
  ),
  entry(
    'a digest that is not hexadecimal',
    proposed({ digest: 'z'.repeat(64) }),
    `error processing entry: encoding/hex: invalid byte: U+007A 'z'`,
  ),
  entry(
    'no content',
    { ...proposed(), spec: {} },
    list('data in body is required', 'signature in body is required'),
  ),
  entry('no signature', spec({ signature: undefined }), list('signature in body is required')),
  entry(
    'no public key',
    spec({ signature: { content: 'aGk=' } }),
    'error processing entry: missing public key',
  ),
  entry(
    'a version that does not exist',
    { ...proposed(), apiVersion: '0.0.9' },
    `error processing entry: hashedrekord implementation for version '0.0.9' not found: unable to locate entry for version 0.0.9`,
  ),
  entry(
    'a DSSE envelope signed by another key',
    dsse(signer, envelope(certifiedSigner('other@example.test')).json),
    'error processing entry: could not verify envelope: accepted signatures do not match threshold, Found: 0, Expected 1',
  ),
  entry(
    'a DSSE envelope without signatures',
    dsse(signer, { ...envelope(signer).json, signatures: [] }),
    'error processing entry: DSSE envelope must contain 1 or more signatures',
  ),
  entry(
    'an in-toto entry without an envelope',
    { ...intoto(signer), spec: {} },
    list('content.content.envelope.content.envelope.payloadType in body is required'),
  ),
  ['an entry without a kind', post({}), 422, 602, 'kind in body is required'],
  ['an unknown kind', post({ ...proposed(), kind: 'nope' }), 422, 422, 'invalid kind value: "nope"'],
  ['no body', post(''), 422, 602, 'proposedEntry in body is required'],
  ['JSON that is cut short', post('{'), 500, 500, 'unexpected EOF'],
  ['text', post('hello'), 500, 500, `invalid character 'h' looking for beginning of value`],
  [
    'another media type',
    { ...post(proposed()), type: 'text/plain' },
    415,
    415,
    'unsupported media type "text/plain", only [application/json] are allowed',
  ],
  ['a UUID that is none', get(`${ENTRIES}/zz`), 422, 605, `entryUUID in path should match '${UUID}'`],
  [
    'a negative index',
    get(`${ENTRIES}?logIndex=-1`),
    422,
    609,
    'logIndex in query should be greater than or equal to 0',
  ],
  [
    'an index that is no number',
    get(`${ENTRIES}?logIndex=x`),
    422,
    601,
    'logIndex in query must be of type int64: "x"',
  ],
  ['an unknown path', get('/nope'), 404, 404, 'path /nope was not found'],
  ['no size of a proof', get('/api/v1/log/proof'), 422, 602, 'lastSize in query is required'],
  [
    'sizes of a proof the wrong way round',
    get('/api/v1/log/proof?firstSize=2&lastSize=1'),
    400,
    400,
    'firstSize(2) must be less than lastSize(1)',
  ],
  [
    'an unknown operator',
    post({ operator: 'xor' }, '/api/v1/index/retrieve'),
    422,
    606,
    'operator in body should be one of [and or]',
  ],
  [
    'an e-mail address that is none',
    post({ email: 'x' }, '/api/v1/index/retrieve'),
    422,
    601,
    'email in body must be of type email: "x"',
  ],
  [
    'a key to search for that is none',
    post({ publicKey: { format: 'x509', content: 'eA==' } }, '/api/v1/index/retrieve'),
    400,
    400,
    'public key provided could not be parsed',
  ],
  [
    'too many indexes at once',
    post({ logIndexes: Array(11).fill(0) }, `${ENTRIES}/retrieve`),
    422,
    611,
    'logIndexes in body should have at most 10 items',
  ],
];

const declare = bothStacks();
for (const [title, { method = 'GET', path = '', body, type }, status, code, message] of ROWS)
  declare(`Rekor v1 refuses ${title.replace('`', "'")}`, async (stack) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const answer = await send(method, stack.env['SIGSTORE_REKOR_URL'] + path, body, headers);
    assert.deepEqual({ status: answer.status, body: answer.json }, { status, body: { code, message } });
  });

declare('Rekor v1 answers an entry that is not there with an empty 404', async (stack) => {
  const url = `${stack.env['SIGSTORE_REKOR_URL']}${ENTRIES}`;
  for (const path of [`/${'0'.repeat(64)}`, `/00000000000004d2${'0'.repeat(64)}`, '?logIndex=99999999']) {
    const answer = await send('GET', url + path);
    assert.deepEqual([answer.status, answer.text], [404, '']);
  }
});
