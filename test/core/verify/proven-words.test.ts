import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEntry } from '../../../core/transparency/index.js';
import {
  attestsText,
  holds,
  logEntryText,
  OUTCOME_MEANS,
  type Outcome,
  signedAtText,
  signerText,
  type Verdict,
} from '../../../core/verdict/index.js';
import { verifyGitObject } from '../../../core/verify/index.js';
import { findingsOf } from '../../../core/verify/log-findings.js';
import { TestInstance } from '../../support/instance.js';
import { signedCommit } from '../../support/signed-commit.js';

const instance = new TestInstance();
const { trust } = instance;
const NOT_SOUND: readonly Outcome[] = ['incomplete', 'invalid', 'unsigned'];

function judged(alterEntry: (entry: LogEntry) => LogEntry): Promise<Verdict> {
  return verifyGitObject(signedCommit(instance, { alterEntry }), { trust });
}

function proofOf(entry: LogEntry) {
  if (!entry.inclusionProof) throw new Error('the entry has a proof');
  return entry.inclusionProof;
}

const ANOTHER_ORIGIN = (entry: LogEntry): LogEntry => {
  const proof = proofOf(entry);
  const checkpoint = proof.checkpoint.replaceAll('rekor.sigstore.test', 'evil.test');
  return { ...entry, inclusionProof: { ...proof, checkpoint } };
};

test('an entry is proven to be in the log only where its inclusion and its checkpoint both passed', async () => {
  const cases: readonly [string, (entry: LogEntry) => LogEntry, string][] = [
    ['as it is', (entry) => entry, 'proven'],
    ['a checkpoint of another log', ANOTHER_ORIGIN, 'promised'],
    [
      'a checkpoint that is no checkpoint',
      (entry) => ({ ...entry, inclusionProof: { ...proofOf(entry), checkpoint: 'x\n' } }),
      'promised',
    ],
    [
      'a proof of another leaf',
      (entry) => ({ ...entry, inclusionProof: { ...proofOf(entry), hashes: [new Uint8Array(32)] } }),
      'promised',
    ],
    ['no promise', ({ set: _, ...entry }) => entry, 'proven'],
    ['neither promise nor checkpoint', ({ set: _, ...entry }) => ANOTHER_ORIGIN(entry), 'not-checked'],
    ['a log nobody knows', (entry) => ({ ...entry, logId: new Uint8Array(32) }), 'not-checked'],
  ];
  for (const [what, change, inclusion] of cases) {
    const { logEntry, checks } = await judged(change);
    assert.equal(logEntry?.inclusion, inclusion, what);
    const said = logEntry && logEntryText(logEntry);
    assert.equal(/, proven /.test(said ?? ''), inclusion === 'proven', said);
    if (inclusion !== 'proven')
      assert.ok(
        checks.some(({ name, outcome }) => /inclusion|checkpoint/.test(name) && outcome !== 'passed'),
        what,
      );
  }
});

test('each proof is shown with its own outcome, whichever of the two failed', () => {
  const { logEntry: entry } = instance.sign(new Uint8Array());
  const check = (name: 'inclusion' | 'checkpoint' | 'set', outcome: 'passed' | 'failed' | 'not-made') =>
    ({ name, outcome, detail: '' }) as const;
  for (const inclusion of ['passed', 'failed', 'not-made'] as const)
    for (const checkpoint of ['passed', 'failed', 'not-made'] as const)
      for (const set of ['passed', 'failed', 'not-made'] as const) {
        const checks = [check('inclusion', inclusion), check('checkpoint', checkpoint), check('set', set)];
        const { fact, times } = findingsOf(entry, [], { checks });
        const proven = inclusion === 'passed' && checkpoint === 'passed';
        const expected = proven ? 'proven' : set === 'passed' ? 'promised' : 'not-checked';
        assert.equal(fact?.inclusion, expected, `${inclusion} ${checkpoint} ${set}`);
        assert.equal(times.length, set === 'passed' ? 1 : 0);
      }
});

test('the time of an SCT is the time when a certificate was logged, and is not called a proven signing time', async () => {
  const verdict = await verifyGitObject(signedCommit(instance, { embed: false }), { trust });
  assert.equal(verdict.signedAt?.source, 'sct');
  assert.equal(verdict.checks.find(({ name }) => name === 'time')?.outcome, 'not-made');
  assert.match(verdict.signedAt ? signedAtText(verdict.signedAt) : '', /, not proven: /);
});

test('a time is called proven only if its source can prove it', () => {
  const said = (source: 'rekor' | 'timestamp' | 'sct' | 'unproven') => signedAtText({ time: 0, source });
  assert.deepEqual(
    (['rekor', 'timestamp', 'sct', 'unproven'] as const).map((source) =>
      / UTC, proven by /.test(said(source)),
    ),
    [true, true, false, false],
  );
});

test('the signer and the attested statement are called a claim whenever the evidence does not prove them', () => {
  const signer = { subject: 'dev@example.test', subjectType: 'email', issuer: 'i', claims: {} } as const;
  for (const outcome of Object.keys(OUTCOME_MEANS) as Outcome[]) {
    const verdict: Verdict = {
      object: { id: 'sha256:00', type: 'blob' },
      signature: 'sigstore',
      outcome,
      signer,
      attests: 'https://slsa.dev/provenance/v1',
      checks: [],
    };
    const claimed = NOT_SOUND.includes(outcome);
    for (const said of [signerText(verdict), attestsText(verdict)])
      assert.equal(/ \(claimed, not proven\)$/.test(said ?? ''), claimed, `${outcome}: ${said}`);
    if (claimed) assert.equal(holds(verdict, true), false);
  }
});
