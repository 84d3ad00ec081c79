import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isObject } from '../../core/encoding/index.js';
import {
  leafHash,
  logEntryFromRekorJson,
  nodeHash,
  parseCheckpoint,
  verifyCheckpoint,
  verifyInclusion,
  verifySet,
} from '../../core/transparency/index.js';
import { findLogs, parseTrustedRoot } from '../../core/trust/index.js';
import { bothStacks } from '../support/both-stacks.js';
import { type Answer, send } from '../support/http-client.js';
import {
  bareSigner,
  certifiedSigner,
  dsse,
  hashedRekord,
  intoto,
  type LogSigner,
} from '../support/log-request.js';
import type { Stack } from '../support/stack.js';

const ENTRIES = '/api/v1/log/entries';
const declare = bothStacks();
const at = ({ env }: Stack, path: string): string => `${env['SIGSTORE_REKOR_URL']}${path}`;

/** A signer with an address that is new in this log, because a real log outlives the test. */
const freshSigner = (): { address: string; signer: LogSigner } => {
  const address = `a${createHash('sha256').update(String(performance.now())).digest('hex').slice(0, 16)}@example.test`;
  return { address, signer: certifiedSigner(address) };
};

function members(answer: Answer): Record<string, unknown> {
  assert.ok(isObject(answer.json), answer.text);
  return answer.json;
}

async function log(stack: Stack, proposed: object): Promise<{ uuid: string; answer: Answer }> {
  const answer = await send('POST', at(stack, ENTRIES), proposed);
  assert.equal(answer.status, 201, answer.text);
  const [uuid = ''] = Object.keys(members(answer));
  return { uuid, answer };
}

/** Every promise of an entry, checked with core: leaf hash, proof, checkpoint, SET. */
async function holds(stack: Stack, answer: Answer): Promise<Uint8Array> {
  const entry = logEntryFromRekorJson(answer.text);
  const { body = new Uint8Array(), inclusionProof } = entry;
  assert.ok(inclusionProof);
  assert.ok(verifyInclusion(leafHash(body), inclusionProof), 'inclusion proof');
  const root = parseTrustedRoot(readFileSync(stack.env['TRUSTED_ROOT'] ?? '', 'utf8'));
  const [trusted] = findLogs(root.logs, entry.logId);
  assert.ok(trusted, 'the log is in the trusted root');
  assert.ok(await verifySet(entry, body, trusted), 'signed entry timestamp');
  const checkpoint = parseCheckpoint(inclusionProof.checkpoint);
  assert.equal(checkpoint.treeSize, inclusionProof.treeSize);
  assert.deepEqual(checkpoint.rootHash, inclusionProof.rootHash);
  // The real server here signs with another host name than its own.
  const expected = stack.name === 'sandbox' ? ['ok'] : ['ok', 'origin-wrong'];
  assert.ok(expected.includes(await verifyCheckpoint(checkpoint, trusted)), 'checkpoint');
  return body;
}

const PROPOSED = {
  'a hashedrekord with a certificate': () => hashedRekord(certifiedSigner('log@example.test')),
  'a hashedrekord with a P-256 key': () => hashedRekord(bareSigner('P-256')),
  'a hashedrekord with a P-384 key': () => hashedRekord(bareSigner('P-384'), { algorithm: 'sha384' }),
  'a hashedrekord with a P-521 key': () => hashedRekord(bareSigner('P-521'), { algorithm: 'sha512' }),
  'a hashedrekord with an RSA key': () => hashedRekord(bareSigner(2048)),
  'a hashedrekord with an Ed25519 key': () => hashedRekord(bareSigner('ed25519'), { algorithm: 'sha512' }),
  'a dsse envelope': () => dsse(certifiedSigner('log@example.test')),
  'an intoto envelope': () => intoto(certifiedSigner('log@example.test')),
};
for (const [what, make] of Object.entries(PROPOSED))
  declare(`Rekor v1 logs ${what}, and refuses it the second time`, async (stack) => {
    const proposed = make();
    const { uuid, answer } = await log(stack, proposed);
    const body = await holds(stack, answer);
    assert.equal(answer.headers.get('etag'), uuid);
    assert.equal(answer.headers.get('location'), `${ENTRIES}/${uuid}`);
    assert.equal(uuid.length, 80);
    assert.equal(uuid.slice(16), Buffer.from(leafHash(body)).toString('hex'));
    const again = await send('POST', at(stack, ENTRIES), proposed);
    assert.equal(again.status, 409);
    assert.equal(again.headers.get('location'), `${ENTRIES}/${uuid}`);
    const message = `an equivalent entry already exists in the transparency log with UUID ${uuid}`;
    assert.deepEqual(again.json, { code: 409, message });
  });

declare('Rekor v1 gives an entry by both forms of its UUID and by its index', async (stack) => {
  const { uuid, answer } = await log(stack, hashedRekord(certifiedSigner('get@example.test')));
  const { logIndex } = logEntryFromRekorJson(answer.text);
  for (const path of [`/${uuid}`, `/${uuid.slice(16)}`, `/${uuid.toUpperCase()}`, `?logIndex=${logIndex}`]) {
    const got = await send('GET', at(stack, ENTRIES + path));
    assert.equal(got.status, 200, path);
    assert.deepEqual(Object.keys(members(got)), [uuid]);
    await holds(stack, got);
  }
});

declare('Rekor v1 finds entries by digest, certificate and e-mail address', async (stack) => {
  const { address, signer } = freshSigner();
  const proposed = hashedRekord(signer);
  const { uuid: first } = await log(stack, proposed);
  const { uuid: second } = await log(stack, hashedRekord(signer));
  const hash = `sha256:${proposed.spec.data.hash.value}`;
  const publicKey = { format: 'x509', content: Buffer.from(signer.pem).toString('base64') };
  const nothing = `sha256:${'0'.repeat(64)}`;
  const queries: [object, string[]][] = [
    [{ hash }, [first]],
    [{ hash: proposed.spec.data.hash.value }, [first]],
    [{ publicKey }, [first, second]],
    [{ email: address }, [first, second]],
    [{ email: address.toUpperCase() }, [first, second]],
    [{ hash, publicKey }, [first, second]],
    [{ operator: 'or', hash, publicKey }, [first, second]],
    [{ operator: 'and', hash, publicKey }, [first]],
    [{ operator: 'and', hash: nothing, publicKey }, []],
    [{ hash: nothing }, []],
    [{}, []],
  ];
  for (const [query, expected] of queries) {
    const answer = await send('POST', at(stack, '/api/v1/index/retrieve'), query);
    assert.equal(answer.status, 200, answer.text);
    assert.ok(Array.isArray(answer.json));
    assert.deepEqual([...answer.json].sort(), [...expected].sort(), JSON.stringify(query));
  }
});

declare('Rekor v1 gives several entries at once and leaves out those it has not', async (stack) => {
  const proposed = hashedRekord(certifiedSigner('retrieve@example.test'));
  const { uuid, answer } = await log(stack, proposed);
  const { logIndex } = logEntryFromRekorJson(answer.text);
  const absent = hashedRekord(certifiedSigner('retrieve@example.test'));
  const queries: [object, number][] = [
    [{ entryUUIDs: [uuid, '0'.repeat(64)] }, 1],
    [{ entryUUIDs: [uuid], logIndexes: [logIndex] }, 2],
    [{ entries: [proposed] }, 1],
    [{ entries: [absent] }, 0],
    [{}, 0],
  ];
  for (const [query, count] of queries) {
    const found = await send('POST', at(stack, `${ENTRIES}/retrieve`), query);
    assert.equal(found.status, 200, found.text);
    assert.ok(Array.isArray(found.json));
    assert.deepEqual(
      found.json.map((item: object) => Object.keys(item)),
      Array(count).fill([uuid]),
      JSON.stringify(query),
    );
  }
});

declare('Rekor v1 proves that its tree only grew', async (stack) => {
  const head = async () => {
    const { treeSize, rootHash } = members(await send('GET', at(stack, '/api/v1/log')));
    return { size: Number(treeSize), root: String(rootHash) };
  };
  await log(stack, hashedRekord(bareSigner('P-256')));
  const before = await head();
  for (let i = 0; i < 3; i++) await log(stack, hashedRekord(bareSigner('P-256')));
  const now = await head();
  const path = `/api/v1/log/proof?firstSize=${before.size}&lastSize=${now.size}`;
  const { hashes } = members(await send('GET', at(stack, path)));
  assert.ok(Array.isArray(hashes));
  const proof = hashes.map((hash) => Buffer.from(String(hash), 'hex'));
  assert.deepEqual(rootsOfProof(before.size, now.size, before.root, proof), [before.root, now.root]);
});

/** The two roots that follow from a consistency proof (RFC 9162 section 2.1.4.2). */
function rootsOfProof(first: number, second: number, firstRoot: string, proof: Uint8Array[]): string[] {
  const power = (first & (first - 1)) === 0;
  const path = power ? [Buffer.from(firstRoot, 'hex'), ...proof] : proof;
  let [fn, sn] = [first - 1, second - 1];
  for (; fn & 1; sn >>= 1) fn >>= 1;
  let [fr, sr] = [path[0] ?? new Uint8Array(), path[0] ?? new Uint8Array()];
  for (const hash of path.slice(1)) {
    if (fn & 1 || fn === sn) {
      [fr, sr] = [nodeHash(hash, fr), nodeHash(hash, sr)];
      for (; fn && !(fn & 1); sn >>= 1) fn >>= 1;
    } else sr = nodeHash(sr, hash);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return [fr, sr].map((root) => Buffer.from(root).toString('hex'));
}
