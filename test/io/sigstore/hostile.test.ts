import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { digest } from '../../../core/primitives/index.js';
import { parseTrustedRoot, type TrustedRoot } from '../../../core/trust/index.js';
import { parseToken } from '../../../io/identity/parse.js';
import {
  logSignature,
  lookUpLogEntries,
  requestCertificate,
  requestTimestamp,
} from '../../../io/sigstore/index.js';
import type { HttpResponse } from '../../sandbox/http.js';
import { type FaultAction, type Sandbox, type ServerName, startSandbox } from '../../sandbox/index.js';

const PATIENCE_MS = 2000;
let sandbox: Sandbox;
let trust: TrustedRoot;
let certificate: Uint8Array;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }));
const prove = (data: Uint8Array) => new Uint8Array(sign('sha256', data, privateKey));

before(async () => {
  sandbox = await startSandbox();
  trust = parseTrustedRoot(readFileSync(sandbox.trustedRootPath, 'utf8'));
  certificate = (await certify()).certificate.der;
});
beforeEach(() => sandbox.faults.clear());
after(() => sandbox.stop());

function certify(key = publicKey) {
  const token = parseToken(
    sandbox.mintToken(),
    { kind: 'environment', variable: 'X' },
    { audience: 'sigstore', now: Date.now() / 1000 },
  );
  return requestCertificate({
    url: sandbox.urls.fulcio,
    token,
    publicKey: key,
    prove,
    timeoutMs: PATIENCE_MS,
  });
}

function log(version: 1 | 2 = 1, more: Partial<Parameters<typeof logSignature>[0]> = {}) {
  const message = Buffer.from(`m${Math.random()}`);
  return logSignature({
    url: version === 1 ? sandbox.urls.rekor : sandbox.urls.rekorV2,
    version,
    digest: digest('sha256', message),
    signature: prove(message),
    certificate,
    trust,
    timeoutMs: PATIENCE_MS,
    ...more,
  });
}

interface RekorAnswer {
  integratedTime: number;
  verification: { signedEntryTimestamp: string; inclusionProof: { rootHash: string; checkpoint: string } };
}

function edit(change: (body: string) => string): FaultAction {
  return {
    replace: (honest: HttpResponse) => ({
      ...honest,
      body: change(Buffer.from(honest.body ?? '').toString('utf8')),
    }),
  };
}

async function outcome(
  work: () => Promise<unknown>,
  server: ServerName,
  action: FaultAction,
): Promise<string> {
  sandbox.faults.clear();
  sandbox.faults.add({ server, action });
  return work().then(
    () => 'no error',
    (error) => {
      assert.equal(error.name, 'SigstoreError', String(error.stack));
      assert.ok(!/[\n\u001b]/.test(error.message) && error.message.length < 400, error.message);
      return error.code;
    },
  );
}

test('every misbehaviour of Fulcio, Rekor or the timestamp authority gives one typed error', async () => {
  const stamp = () =>
    requestTimestamp({ url: sandbox.urls.tsa, message: Buffer.from('x'), trust, timeoutMs: PATIENCE_MS });
  const rows: [string, () => Promise<unknown>, ServerName][] = [
    ['FULCIO', certify, 'fulcio'],
    ['REKOR', () => log(1), 'rekor'],
    ['REKOR', () => log(2), 'rekorV2'],
    ['TIMESTAMP', stamp, 'tsa'],
  ];
  for (const [name, work, server] of rows) {
    assert.equal(
      await outcome(work, server, { status: 400, body: '{"message":"no\\nway \\u001b[31m"}' }),
      `${name}_REFUSED`,
      server,
    );
    assert.equal(await outcome(work, server, { status: 500 }), `${name}_UNAVAILABLE`, server);
    assert.equal(await outcome(work, server, 'garbage'), `${name}_ANSWER_MALFORMED`, server);
    assert.equal(await outcome(work, server, 'reset'), `${name}_UNAVAILABLE`, server);
    assert.equal(await outcome(work, server, 'hang'), `${name}_UNAVAILABLE`, server);
  }
});

test('a request to a server that fails once is repeated', async () => {
  for (const server of ['fulcio', 'rekor'] as const)
    sandbox.faults.add({ server, action: { status: 503 }, times: 1 });
  await certify();
  await log();
});

test('a certificate for another key is refused', async () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = new Uint8Array(createPublicKey(other.privateKey).export({ type: 'spki', format: 'der' }));
  const token = parseToken(
    sandbox.mintToken(),
    { kind: 'environment', variable: 'X' },
    { audience: 'sigstore', now: Date.now() / 1000 },
  );
  let honest = '';
  sandbox.faults.add({ server: 'fulcio', action: edit((body) => (honest ||= body)) });
  await certify();
  const proveOther = (data: Uint8Array) => new Uint8Array(sign('sha256', data, other.privateKey));
  await assert.rejects(
    requestCertificate({ url: sandbox.urls.fulcio, token, publicKey: spki, prove: proveOther }),
    { code: 'FULCIO_WRONG_KEY' },
  );
});

test('an entry that is not ours, or whose proof does not hold, is refused', async () => {
  let first = '';
  sandbox.faults.add({ server: 'rekor', action: edit((body) => (first ||= body)) });
  await log();
  await assert.rejects(log(), { code: 'REKOR_NOT_OUR_ENTRY' });
  const change = (
    damage: (entry: RekorAnswer, proof: RekorAnswer['verification']['inclusionProof']) => void,
  ) =>
    edit((body) => {
      const answer: Record<string, RekorAnswer> = JSON.parse(body);
      for (const entry of Object.values(answer)) damage(entry, entry.verification.inclusionProof);
      return JSON.stringify(answer);
    });
  const damages: Parameters<typeof change>[0][] = [
    ({ verification }) => Reflect.deleteProperty(verification, 'inclusionProof'),
    ({ verification }) => Reflect.deleteProperty(verification, 'signedEntryTimestamp'),
    (entry) => {
      entry.integratedTime += 1;
    },
    (_, proof) => {
      proof.rootHash = '00'.repeat(32);
    },
    (_, proof) => {
      proof.checkpoint = proof.checkpoint.replace(/ - \d+/, ' - 1');
    },
    (_, proof) => {
      proof.checkpoint = 'nonsense';
    },
  ];
  for (const damage of damages) {
    sandbox.faults.clear();
    sandbox.faults.add({ server: 'rekor', action: change(damage) });
    await assert.rejects(log(), { code: 'REKOR_PROOF_WRONG' }, String(damage));
  }
  sandbox.faults.clear();
  const otherSize = change((_, proof) => {
    proof.checkpoint = proof.checkpoint.replace(/\n(\d+)\n/, (_line, size) => `\n${Number(size) + 1}\n`);
  });
  sandbox.faults.add({ server: 'rekor', action: otherSize });
  await assert.rejects(log(), { message: /checkpoint is of another tree than the inclusion proof/ });
});

test('a timestamp for another request is refused', async () => {
  const stamp = (message: string) =>
    requestTimestamp({ url: sandbox.urls.tsa, message: Buffer.from(message), trust });
  let first: Uint8Array | undefined;
  sandbox.faults.add({
    server: 'tsa',
    action: {
      replace: (honest: HttpResponse) => {
        first ??= new Uint8Array(Buffer.from(honest.body ?? ''));
        return { ...honest, body: first };
      },
    },
  });
  await stamp('x');
  await assert.rejects(stamp('y'), { code: 'TIMESTAMP_NOT_OURS' });
  await assert.rejects(stamp('x'), { code: 'TIMESTAMP_NOT_OURS' });
});

test('a log that answers a look-up with nonsense gives notes and no entries', async () => {
  const message = Buffer.from('looked up');
  const [hash, signature] = [digest('sha256', message), prove(message)];
  await log(1, { digest: hash, signature });
  const asked = { url: sandbox.urls.rekor, certificate, digests: [hash], timeoutMs: PATIENCE_MS };
  assert.equal((await lookUpLogEntries(asked)).entries.length, 1);
  const codes = async (path: RegExp, action: FaultAction) => {
    sandbox.faults.clear();
    sandbox.faults.add({ server: 'rekor', path, action });
    const { entries, notes } = await lookUpLogEntries(asked);
    assert.equal(entries.length, 0);
    return [...new Set(notes.map(({ code }) => code))];
  };
  assert.deepEqual(await codes(/log\/entries/, 'garbage'), ['ENTRY_UNREADABLE']);
  assert.deepEqual(await codes(/log\/entries/, { status: 200, body: '{"x":{}}' }), ['ENTRY_MALFORMED']);
  assert.deepEqual(
    await codes(
      /index/,
      edit(() => '["../../etc", 7]'),
    ),
    ['ENTRY_ID_WRONG'],
  );
  assert.deepEqual(
    await codes(
      /index/,
      edit(() => JSON.stringify(['ab'.repeat(32)])),
    ),
    ['ENTRY_UNREADABLE'],
  );
  sandbox.faults.clear();
  sandbox.faults.add({ server: 'rekor', path: /index/, action: edit(() => '{}') });
  await assert.rejects(lookUpLogEntries(asked), { code: 'LOOK_UP_FAILED' });
});
