import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  leafHash,
  logEntryFromProtoJson,
  parseCheckpoint,
  verifyCheckpoint,
  verifyInclusion,
} from '../../core/transparency/index.js';
import { findLogs, parseTrustedRoot } from '../../core/trust/index.js';
import { bothStacks } from '../support/both-stacks.js';
import { type Answer, send } from '../support/http-client.js';
import { bareSigner, certifiedSigner, hashedRekordV2 } from '../support/log-request.js';
import type { Stack } from '../support/stack.js';

const declare = bothStacks();
const at = ({ env }: Stack, path = '/api/v2/log/entries'): string => `${env['REKOR_V2_URL']}${path}`;
const P256 = 'PKIX_ECDSA_P256_SHA_256';
const request = () => hashedRekordV2(certifiedSigner('v2@example.test'), P256);

/** Every promise of an entry, checked with core. */
async function holds(stack: Stack, answer: Answer) {
  assert.equal(answer.status, 201, answer.text);
  const entry = logEntryFromProtoJson(answer.text);
  const { body = new Uint8Array(), inclusionProof } = entry;
  assert.ok(inclusionProof);
  assert.ok(verifyInclusion(leafHash(body), inclusionProof), 'inclusion proof');
  const root = parseTrustedRoot(readFileSync(stack.env['TRUSTED_ROOT'] ?? '', 'utf8'));
  const [trusted] = findLogs(root.logs, entry.logId);
  assert.ok(trusted, 'the log is in the trusted root');
  const checkpoint = parseCheckpoint(inclusionProof.checkpoint);
  assert.equal(checkpoint.origin, 'localhost');
  assert.deepEqual(checkpoint.rootHash, inclusionProof.rootHash);
  assert.equal(await verifyCheckpoint(checkpoint, trusted), 'ok');
  return { entry, body };
}

const ACCEPTED = {
  'a certificate': request,
  'a P-256 key': () => hashedRekordV2(bareSigner('P-256'), P256),
  'a P-384 key': () => hashedRekordV2(bareSigner('P-384'), 'PKIX_ECDSA_P384_SHA_384', 'sha384'),
  'a P-521 key': () => hashedRekordV2(bareSigner('P-521'), 'PKIX_ECDSA_P521_SHA_512', 'sha512'),
  'an Ed25519 key': () => hashedRekordV2(bareSigner('ed25519'), 'PKIX_ED25519_PH', 'sha512'),
  'an RSA key': () => hashedRekordV2(bareSigner(2048), 'PKIX_RSA_PKCS1V15_2048_SHA256'),
};
for (const [what, make] of Object.entries(ACCEPTED))
  declare(`Rekor v2 logs a signature by ${what}, and refuses it the second time`, async (stack) => {
    const body = make();
    const { entry } = await holds(stack, await send('POST', at(stack), body));
    assert.deepEqual([entry.kind, entry.version, entry.integratedTime], ['hashedrekord', '0.0.2', 0]);
    const again = await send('POST', at(stack), body);
    const message = `an equivalent entry already exists in the transparency log with index ${entry.logIndex}`;
    assert.deepEqual([again.status, again.json], [409, { code: 6, message, details: [] }]);
    assert.equal(again.headers.get('x-log-index'), String(entry.logIndex));
  });

declare('Rekor v2 gives growing indexes', async (stack) => {
  const first = await holds(stack, await send('POST', at(stack), request()));
  const second = await holds(stack, await send('POST', at(stack), request()));
  assert.ok(second.entry.logIndex > first.entry.logIndex);
});

const { hashedRekordRequestV002: honest } = request();
const changed = (over: object) => ({ hashedRekordRequestV002: { ...honest, ...over } });
const verifier = (over: object) =>
  changed({ signature: { ...honest.signature, verifier: { ...honest.signature.verifier, ...over } } });
const INVALID = 'invalid hashedrekord request';
const NOT_HASHEDREKORD = 'invalid type, must be hashedrekord';

const REFUSED: readonly (readonly [string, object | string, string])[] = [
  ['a digest that was not signed', changed({ digest: Buffer.alloc(32).toString('base64') }), INVALID],
  ['a digest of the wrong length', changed({ digest: 'aGk=' }), INVALID],
  ['no digest', changed({ digest: undefined }), INVALID],
  ['no signature', changed({ signature: undefined }), INVALID],
  ['no verifier', changed({ signature: { content: 'aGk=' } }), INVALID],
  ['key details of another curve', verifier({ keyDetails: 'PKIX_ECDSA_P384_SHA_384' }), INVALID],
  ['no key details', verifier({ keyDetails: undefined }), INVALID],
  ['a certificate that is none', verifier({ x509Certificate: { rawBytes: 'AAAA' } }), INVALID],
  [
    'unknown key details',
    verifier({ keyDetails: 'NOPE' }),
    'proto: invalid value for enum field keyDetails: "NOPE"',
  ],
  [
    'bytes that are no base64',
    changed({ digest: '***' }),
    'proto: invalid value for bytes field digest: "***"',
  ],
  ['an unknown field', { foo: 1 }, 'proto: unknown field "foo"'],
  ['an unknown field inside', changed({ foo: 1 }), 'proto: unknown field "foo"'],
  ['an array', '[]', 'proto: syntax error: unexpected token ['],
  ['nothing', '', NOT_HASHEDREKORD],
  ['an empty request', {}, NOT_HASHEDREKORD],
  ['a dsse request', { dsseRequestV002: {} }, NOT_HASHEDREKORD],
  ['JSON that is cut short', '{', 'unexpected EOF'],
];
for (const [what, body, message] of REFUSED)
  declare(`Rekor v2 refuses ${what}`, async (stack) => {
    const answer = await send('POST', at(stack), body);
    assert.equal(answer.status, 400);
    // protojson names the position (and varies its spaces on purpose).
    const said = answer.text.replace(/ ?\(line 1:\d+\)/, '').replace(/proto:[\s\u00a0]+:?/, 'proto: ');
    const plain = said.replace('proto: : ', 'proto: ').replace('proto::', 'proto:');
    assert.deepEqual(JSON.parse(plain), { code: 3, message, details: [] });
  });

declare('Rekor v2 names what it does not do', async (stack) => {
  const method = await send('GET', at(stack));
  const expected = { code: 12, message: 'Method Not Allowed', details: [] };
  assert.deepEqual([method.status, method.json], [501, expected]);
  const path = await send('GET', at(stack, '/nope'));
  assert.deepEqual([path.status, path.json], [404, { code: 5, message: 'Not Found', details: [] }]);
});

declare('Rekor v2 serves the tiles of its tree', async (stack, t) => {
  // rekor-tiles on a file system answers 501: another program is meant to serve its tiles.
  if (stack.name !== 'sandbox') return t.skip('the real server serves no tiles over HTTP');
  const { body } = await holds(stack, await send('POST', at(stack), request()));
  const checkpoint = parseCheckpoint((await send('GET', at(stack, '/api/v2/checkpoint'))).text);
  const size = checkpoint.treeSize;
  const tile = (await send('GET', at(stack, `/api/v2/tile/0/000.p/${size}`))).bytes;
  assert.equal(tile.length, 32 * size);
  assert.deepEqual(Buffer.from(tile.subarray(-32)), Buffer.from(leafHash(body)));
  const bundle = (await send('GET', at(stack, `/api/v2/tile/entries/000.p/${size}`))).bytes;
  assert.deepEqual(Buffer.from(bundle.subarray(-body.length)), Buffer.from(body));
  assert.equal((await send('GET', at(stack, '/api/v2/tile/0/000'))).status, 404, 'the tile is not full');
});
