import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toHex, utf8 } from '../../../core/encoding/index.js';
import type { LogEntry } from '../../../core/transparency/index.js';
import type { TrustedLog, TrustedRoot } from '../../../core/trust/index.js';
import { afterLogPeriod, findingsOf } from '../../../core/verify/log-findings.js';
import { checkLogProofs, type Dispensable, noProofs } from '../../../core/verify/log-proofs.js';
import type { ProvenTime } from '../../../core/verify/signing-time.js';
import { makeBundle } from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const { trust, start } = instance;
const body = utf8('{"a":"body"}');
const TIME = start + 1001;
instance.logBody(utf8('another'), { kind: 'hashedrekord', version: '0.0.1' }, TIME);
const entry = instance.logBody(body, { kind: 'hashedrekord', version: '0.0.1' }, TIME);
const { set: _set, ...withoutSet } = entry;
const { inclusionProof: _proof, ...withoutProof } = entry;

function proofOf({ inclusionProof }: LogEntry) {
  if (!inclusionProof) throw new Error('the entry has a proof');
  return inclusionProof;
}

function withProof(change: Partial<ReturnType<typeof proofOf>>, one: LogEntry = entry): LogEntry {
  return { ...one, inclusionProof: { ...proofOf(one), ...change } };
}

async function said(one: LogEntry, dispensable?: Dispensable, trusted: TrustedRoot = trust, over = body) {
  const { checks } = await checkLogProofs(one, over, trusted, dispensable);
  return checks.map(({ name, outcome, reason }) => [name, outcome, ...(reason ? [reason] : [])].join(' '));
}

const SOUND = ['set passed', 'inclusion passed', 'checkpoint passed'];
const NO_PROOF = [
  'inclusion not-made INCLUSION_PROOF_MISSING',
  'checkpoint not-made INCLUSION_PROOF_MISSING',
];

function period(validFor: TrustedLog['validFor']): TrustedRoot {
  return { ...trust, logs: trust.logs.map((log) => ({ ...log, validFor })) };
}

describe('the proofs of an entry', () => {
  test('are its promise, its inclusion and its checkpoint, each over exactly this body', async () => {
    assert.deepEqual(await said(entry), SOUND);
    assert.deepEqual(await said(entry, undefined, trust, utf8('{}')), [
      'set failed SET_WRONG',
      'inclusion failed INCLUSION_PROOF_WRONG',
      'checkpoint passed',
    ]);
  });

  test('are missing when they are absent, unless they are optional', async () => {
    const noSet = ['set not-made SET_MISSING', ...SOUND.slice(1)];
    assert.deepEqual(await said(withoutSet), noSet);
    assert.deepEqual(await said(withoutSet, 'inclusion'), noSet);
    assert.deepEqual(await said(withoutSet, 'set'), SOUND.slice(1));
    assert.deepEqual(await said(withoutProof), ['set passed', ...NO_PROOF]);
    assert.deepEqual(await said(withoutProof, 'set'), ['set passed', ...NO_PROOF]);
    assert.deepEqual(await said(withoutProof, 'inclusion'), ['set passed']);
  });

  test('that are optional are still checked when they exist', async () => {
    assert.deepEqual(await said({ ...entry, integratedTime: TIME + 1 }, 'set'), [
      'set failed SET_WRONG',
      ...SOUND.slice(1),
    ]);
    assert.deepEqual(await said(withProof({ checkpoint: 'x\n' }), 'inclusion'), [
      ...SOUND.slice(0, 2),
      'checkpoint failed CHECKPOINT_MALFORMED',
    ]);
  });

  test('hold from the first to the last second in which the log is trusted', async () => {
    const outside = ['set failed LOG_OUTSIDE_VALIDITY', ...SOUND.slice(1)];
    assert.deepEqual(await said(entry, undefined, period({ start: TIME, end: TIME })), SOUND);
    assert.deepEqual(await said(entry, undefined, period({ start: TIME })), SOUND);
    assert.deepEqual(await said(entry, undefined, period({ start: TIME + 1 })), outside);
    assert.deepEqual(await said(entry, undefined, period({ start: 0, end: TIME - 1 })), outside);
  });

  test('lead to a checkpoint of the same tree that the log signed under its own name', async () => {
    const of = async (change: Partial<ReturnType<typeof proofOf>>) => (await said(withProof(change))).at(-1);
    const { checkpoint, rootHash, treeSize } = proofOf(entry);
    assert.equal(await of({ treeSize: treeSize + 1 }), 'checkpoint failed CHECKPOINT_ROOT_MISMATCH');
    assert.equal(
      await of({ rootHash: rootHash.map((octet) => octet ^ 1) }),
      'checkpoint failed CHECKPOINT_ROOT_MISMATCH',
    );
    assert.equal(
      await of({ checkpoint: checkpoint.replace('rekor.sigstore.test', 'evil.test') }),
      'checkpoint failed CHECKPOINT_ORIGIN_WRONG',
    );
    assert.equal(
      await of({ checkpoint: checkpoint.replace(' - 4711', ' - 4712') }),
      'checkpoint failed CHECKPOINT_SIGNATURE_WRONG',
    );
    const line = checkpoint.indexOf('\u2014 rekor.sigstore.test ') + '\u2014 rekor.sigstore.test '.length;
    const foreign = `${checkpoint.slice(0, line)}AAAA${checkpoint.slice(line + 4)}`;
    assert.equal(await of({ checkpoint: foreign }), 'checkpoint failed CHECKPOINT_SIGNATURE_WRONG');
  });

  test('cannot be checked when the log is unknown, and the detail names the log', async () => {
    const stranger = { ...entry, logId: new Uint8Array(32).fill(0xab) };
    const { checks, log } = await checkLogProofs(stranger, body, trust);
    assert.equal(log, undefined);
    assert.deepEqual(await said(stranger), [
      'set not-made LOG_UNKNOWN',
      'inclusion not-made LOG_UNKNOWN',
      'checkpoint not-made LOG_UNKNOWN',
    ]);
    assert.equal(checks[0]?.detail, `log ${'ab'.repeat(8)}\u2026 is not in the trusted root`);
    assert.equal(noProofs(stranger, trust).log, undefined);
  });

  test('from a log that is listed twice are checked with the listing that fits the whole entry', async () => {
    const [log] = trust.logs.filter(({ logId }) => toHex(logId) === toHex(entry.logId));
    assert.ok(log);
    const [early, late] = [
      { ...log, baseUrl: 'https://early.test', validFor: { start: 0, end: TIME - 1 } },
      { ...log, baseUrl: 'https://late.test', validFor: { start: TIME } },
    ];
    for (const logs of [
      [early, late],
      [late, early],
    ]) {
      const found = await checkLogProofs(entry, body, { ...trust, logs });
      assert.equal(found.log?.baseUrl, 'https://late.test');
      assert.equal(noProofs(entry, { ...trust, logs }).log?.baseUrl, 'https://late.test');
      assert.deepEqual(await said(entry, undefined, { ...trust, logs }), SOUND);
      const none = await checkLogProofs({ ...entry, integratedTime: TIME + 1 }, body, { ...trust, logs });
      assert.equal(none.log?.baseUrl, 'https://late.test');
      assert.equal(none.checks[0]?.reason, 'SET_WRONG');
    }
  });
});

describe('an entry of Rekor v2', () => {
  const json = makeBundle(instance, body, { as: 'hashedrekord 0.0.2', stampedAt: TIME }).json;
  const [made] = json['verificationMaterial'].tlogEntries;
  const v2Body = new Uint8Array(Buffer.from(made.canonicalizedBody, 'base64'));
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  const v2: LogEntry = {
    logIndex: Number(made.logIndex),
    logId: bytes(made.logId.keyId),
    kind: 'hashedrekord',
    version: '0.0.2',
    integratedTime: 0,
    inclusionProof: {
      logIndex: Number(made.inclusionProof.logIndex),
      rootHash: bytes(made.inclusionProof.rootHash),
      treeSize: Number(made.inclusionProof.treeSize),
      hashes: made.inclusionProof.hashes.map(bytes),
      checkpoint: made.inclusionProof.checkpoint.envelope,
    },
  };
  const of = (one: LogEntry, dispensable?: Dispensable) => said(one, dispensable, trust, v2Body);
  const MALFORMED = ['set failed LOG_ENTRY_MALFORMED', 'inclusion passed', 'checkpoint passed'];

  test('is proven by its inclusion, which is never optional', async () => {
    assert.deepEqual(await of(v2), SOUND.slice(1));
    const { inclusionProof: _, ...bare } = v2;
    for (const dispensable of [undefined, 'inclusion', 'set'] as const)
      assert.deepEqual(await of(bare, dispensable), NO_PROOF);
  });

  test('has no time and no promise, and its index is the proven one, whatever is optional', async () => {
    for (const dispensable of [undefined, 'inclusion', 'set'] as const)
      for (const change of [
        { integratedTime: TIME },
        { set: Uint8Array.of(1) },
        { logIndex: v2.logIndex + 1 },
      ])
        assert.deepEqual(await of({ ...v2, ...change }, dispensable), MALFORMED);
  });
});

describe('what is shown of an entry', () => {
  const log = trust.logs.find(({ logId }) => toHex(logId) === toHex(entry.logId));
  const check = (name: 'set' | 'inclusion' | 'checkpoint') =>
    ({ name, outcome: 'passed', detail: '' }) as const;
  const other = { ...withProof({ logIndex: 5 }), logIndex: 4711 };
  const fact = (...names: ('set' | 'inclusion' | 'checkpoint')[]) =>
    findingsOf(other, [], { checks: names.map(check), ...(log && { log }) }).fact;

  test('takes time and index from the log’s promise, else the index from the proof, else both from the entry itself', () => {
    const at = { log: 'https://rekor.sigstore.test' };
    assert.deepEqual(fact('set', 'inclusion', 'checkpoint'), {
      ...at,
      index: 4711,
      integratedTime: TIME,
      inclusion: 'proven',
    });
    assert.deepEqual(fact('set'), { ...at, index: 4711, integratedTime: TIME, inclusion: 'promised' });
    assert.deepEqual(fact('inclusion', 'checkpoint'), {
      ...at,
      index: 5,
      integratedTime: 0,
      inclusion: 'proven',
    });
    for (const half of ['inclusion', 'checkpoint'] as const)
      assert.deepEqual(fact(half), {
        ...at,
        index: 4711,
        integratedTime: TIME,
        inclusion: 'not-checked',
      });
  });

  test('names the log by its address, or by its id when it has no address or is unknown', () => {
    const found = (log: TrustedLog | undefined) =>
      findingsOf(entry, [], { checks: [], ...(log && { log }) }).fact?.log;
    assert.equal(found(undefined), toHex(entry.logId));
    assert.equal(found(log && { ...log, baseUrl: '' }), toHex(entry.logId));
    assert.equal(found(log), 'https://rekor.sigstore.test');
  });

  test('lists its own checks before its proofs, and gives a time only if the promise holds', () => {
    const own = { name: 'log-entry', outcome: 'passed', detail: '' } as const;
    const promised = findingsOf(entry, [own], { checks: [check('set')] });
    assert.deepEqual(promised.checks, [own, check('set')]);
    assert.deepEqual(promised.times, [{ source: 'rekor', time: TIME, accuracy: 0 }]);
    assert.deepEqual(promised.untimed, []);
    const proven = findingsOf(entry, [own], { checks: [check('inclusion'), check('checkpoint')] });
    assert.deepEqual([proven.times, proven.untimed], [[], [entry]]);
  });
});

describe('an entry without a time', () => {
  const at = (time: number): ProvenTime => ({ source: 'timestamp', time, accuracy: 60 });
  const ended = (validFor: TrustedLog['validFor'], ...times: number[]) =>
    afterLogPeriod([entry], times.map(at), period(validFor)).map(({ name, outcome, reason }) => [
      name,
      outcome,
      reason,
    ]);

  test('is refused when any timestamp is after the last second in which its log was trusted', () => {
    const FAULT = [['log-entry', 'failed', 'LOG_OUTSIDE_VALIDITY']];
    assert.deepEqual(ended({ start: 0, end: 100 }, 101), FAULT);
    assert.deepEqual(ended({ start: 0, end: 100 }, 99, 101), FAULT);
    assert.deepEqual(ended({ start: 0, end: 100 }, 100), []);
    assert.deepEqual(ended({ start: 200, end: 300 }, 100), []);
    assert.deepEqual(ended({ start: 0 }, 9_999_999_999), []);
    assert.deepEqual(ended({ start: 0, end: 100 }), []);
  });

  test('is compared with the latest period of its log, and with none if the log is unknown', () => {
    const [log] = period({ start: 0, end: 100 }).logs.filter(
      ({ logId }) => toHex(logId) === toHex(entry.logId),
    );
    assert.ok(log);
    const twice = { ...trust, logs: [log, { ...log, validFor: { start: 100, end: 200 } }] };
    assert.deepEqual(afterLogPeriod([entry], [at(150)], twice), []);
    assert.equal(afterLogPeriod([entry], [at(201)], twice).length, 1);
    assert.deepEqual(afterLogPeriod([entry], [at(150)], { ...trust, logs: [] }), []);
    const stranger = { ...entry, logId: new Uint8Array(32) };
    assert.equal(afterLogPeriod([stranger, entry], [at(201)], twice).length, 1);
  });
});
