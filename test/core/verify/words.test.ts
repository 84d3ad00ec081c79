import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  adviceFor,
  adviceOn,
  attestsText,
  type Check,
  checkText,
  exemptText,
  issuerText,
  logEntryText,
  meaning,
  OUTCOME_MEANS,
  type Outcome,
  REASON_HELP,
  signedAtText,
  signerText,
  type Verdict,
} from '../../../core/verdict/index.js';

const EVIL = 'a\u202eb';
const SHOWN = checkText({ name: 'time', outcome: 'passed', detail: EVIL });

function verdict(outcome: Outcome, checks: readonly Check[], more: Partial<Verdict> = {}): Verdict {
  return { object: { id: 'sha256:00', type: 'blob' }, signature: 'sigstore', outcome, checks, ...more };
}

function failed(...reasons: NonNullable<Check['reason']>[]): Check[] {
  return reasons.map((reason) => ({ name: 'structure', outcome: 'failed', reason, detail: '' }));
}

describe('the words of a verdict', () => {
  test('say when it was signed, in UTC, and who states this time', () => {
    assert.deepEqual(
      (['rekor', 'timestamp', 'sct', 'unproven'] as const).map((source) =>
        signedAtText({ time: 1790001000, source }),
      ),
      [
        '2026-09-21 14:30:00 UTC, proven by the transparency log',
        '2026-09-21 14:30:00 UTC, proven by a timestamp authority',
        '2026-09-21 14:30:00 UTC, not proven: the certificate was logged then',
        '2026-09-21 14:30:00 UTC, not proven',
      ],
    );
  });

  test('name the log without its scheme, the index, and the evidence that the entry is there', () => {
    const said = (log: string, inclusion: 'proven' | 'promised' | 'looked-up' | 'not-checked') =>
      logEntryText({ log, index: 7, integratedTime: 0, inclusion });
    assert.deepEqual(
      [
        said('https://rekor.test', 'proven'),
        said('http://rekor.test', 'promised'),
        said('rekor.test', 'looked-up'),
        said('log-of-https://x', 'not-checked'),
      ],
      [
        'rekor.test, index 7, proven to be in the log',
        'rekor.test, index 7, promised to be in the log',
        'rekor.test, index 7, looked up in the log',
        'log-of-https://x, index 7, not proven to be in the log',
      ],
    );
    assert.ok(!said(EVIL, 'proven').includes('\u202e'));
  });

  test('say why an object is exempt, until which day, and by which rule; without an exemption they say nothing', () => {
    const exempt = { rule: 'exception at line 7', reason: 'old' };
    assert.equal(exemptText(verdict('unsigned', [])), undefined);
    assert.equal(exemptText(verdict('unsigned', [], { exempt })), 'old (exception at line 7)');
    assert.equal(
      exemptText(verdict('unsigned', [], { exempt: { ...exempt, until: 1790001000 } })),
      'until 2026-09-21: old (exception at line 7)',
    );
    const evil = exemptText(verdict('unsigned', [], { exempt: { rule: EVIL, reason: EVIL } }));
    assert.equal(evil, `${SHOWN} (${SHOWN})`);
  });

  test('show the reason of a check in brackets, if it has one', () => {
    assert.equal(checkText({ name: 'time', outcome: 'passed', detail: 'all is well' }), 'all is well');
    const [wrong] = failed('SET_WRONG');
    assert.equal(wrong && checkText({ ...wrong, detail: EVIL }), `${SHOWN} [SET_WRONG]`);
    assert.ok(!SHOWN.includes('\u202e'));
  });

  test('say that the certificate states no issuer, when it states none', () => {
    assert.deepEqual(
      [issuerText({ issuer: '' }), issuerText({ issuer: 'https://x' })],
      ['not stated', 'https://x'],
    );
    assert.equal(issuerText({ issuer: EVIL }), SHOWN);
  });

  test('name nobody and nothing when there is no signer and no attestation', () => {
    assert.equal(signerText(verdict('valid', [])), undefined);
    assert.equal(attestsText(verdict('valid', [])), undefined);
    assert.equal(attestsText(verdict('valid', [], { attests: '' })), '');
    assert.equal(attestsText(verdict('valid', [], { attests: EVIL })), SHOWN);
  });
});

describe('the meaning of a verdict', () => {
  test('is that of its outcome in ordinary cases', () => {
    for (const outcome of Object.keys(OUTCOME_MEANS) as Outcome[]) {
      const { checks } = verdict(outcome, outcome === 'invalid' ? failed('SIGNATURE_WRONG') : []);
      assert.equal(meaning(verdict(outcome, checks)), OUTCOME_MEANS[outcome]);
    }
  });

  test('says that a flag took a check away, for a valid verdict only', () => {
    const waived: Check = { name: 'sct', outcome: 'not-made', reason: 'CHECK_WAIVED', detail: '' };
    assert.match(meaning(verdict('valid', [waived])), /^every check that was made passed; a flag took/);
    for (const outcome of ['verified', 'incomplete', 'refused', 'unsigned'] as const)
      assert.equal(meaning(verdict(outcome, [waived])), OUTCOME_MEANS[outcome]);
  });

  test('says of an invalid file that it is a different file, if this is certain', () => {
    const other = 'the bundle is about another file';
    for (const [reasons, expected] of [
      [['PAYLOAD_DIGEST_MISMATCH'], other],
      [['PAYLOAD_DIGEST_MISMATCH', 'SIGNATURE_WRONG', 'LOG_ENTRY_DIGEST_MISMATCH'], other],
      [['STATEMENT_SUBJECT_MISMATCH'], other],
      [['SIGNATURE_WRONG'], OUTCOME_MEANS.invalid],
      [['SIGNATURE_WRONG', 'LOG_ENTRY_DIGEST_MISMATCH'], OUTCOME_MEANS.invalid],
      [['PAYLOAD_DIGEST_MISMATCH', 'SET_WRONG'], OUTCOME_MEANS.invalid],
      [['STATEMENT_SUBJECT_MISMATCH', 'SET_WRONG'], OUTCOME_MEANS.invalid],
      [['BUNDLE_MALFORMED'], 'the bundle is not well formed'],
      [['STATEMENT_MALFORMED', 'SET_WRONG'], 'the bundle is not well formed'],
    ] as const)
      assert.equal(meaning(verdict('invalid', failed(...reasons))), expected, reasons.join());
  });

  test('never says of a commit that it is a different file, nor of a file for a check that did not fail', () => {
    const commit = { id: 'ab', type: 'commit' } as const;
    assert.equal(
      meaning(verdict('invalid', failed('PAYLOAD_DIGEST_MISMATCH'), { object: commit })),
      OUTCOME_MEANS.invalid,
    );
    const passed: Check = { name: 'time', outcome: 'passed', detail: '' };
    const other = meaning(verdict('invalid', [...failed('PAYLOAD_DIGEST_MISMATCH'), passed]));
    assert.equal(other, 'the bundle is about another file');
    for (const outcome of ['incomplete', 'refused', 'valid'] as const)
      assert.equal(meaning(verdict(outcome, failed('STATEMENT_SUBJECT_MISMATCH'))), OUTCOME_MEANS[outcome]);
  });
});

describe('advice', () => {
  test('is chosen by the kind of signature first, then by the kind of object, else it is the general one', () => {
    const { todo, of } = REASON_HELP.SIGNER_NOT_STATED;
    const on = (signature: Verdict['signature'], type: 'commit' | 'blob') =>
      adviceOn('SIGNER_NOT_STATED', { signature, object: { id: 'x', type } });
    assert.deepEqual(
      [on('ssh', 'commit'), on('ssh', 'blob'), on('sigstore', 'blob'), on('sigstore', 'commit')],
      [of?.ssh, of?.ssh, of?.blob, todo],
    );
  });

  test('is about the deciding check; for a valid verdict without one it says how to state who may sign; others need none', () => {
    const [first, second] = failed('SET_WRONG', 'SIGNER_REVOKED');
    assert.ok(first && second);
    assert.equal(adviceFor(verdict('invalid', [first, second])), REASON_HELP.SET_WRONG.todo);
    assert.equal(adviceFor(verdict('valid', [])), REASON_HELP.SIGNER_NOT_STATED.of?.blob);
    for (const outcome of ['verified', 'unsigned', 'refused'] as const)
      assert.equal(adviceFor(verdict(outcome, [])), undefined);
  });
});
