import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inOrder, outcomeOf } from '../../../core/verdict/checks.js';
import {
  CHECK_NAMES,
  type Check,
  decidingCheck,
  holds,
  OUTCOME_MEANS,
  type Outcome,
  type SignerDecision,
  type Verdict,
  withExemption,
  withSignatureAskedFor,
  withSignerDecision,
} from '../../../core/verdict/index.js';

const OUTCOMES = Object.keys(OUTCOME_MEANS) as Outcome[];
const passed: Check = { name: 'signature', outcome: 'passed', detail: '' };
const wrong: Check = { name: 'set', outcome: 'failed', reason: 'SET_WRONG', detail: '' };
const gap: Check = { name: 'time', outcome: 'not-made', reason: 'TIME_NOT_PROVEN', detail: '' };
const notAsked: Check = { name: 'sct', outcome: 'not-made', reason: 'NOT_REQUIRED', detail: '' };
const waived: Check = { name: 'sct', outcome: 'not-made', reason: 'CHECK_WAIVED', detail: '' };

describe('checks add up to', () => {
  for (const [checks, outcome] of [
    [[], 'incomplete'],
    [[passed], 'valid'],
    [[passed, notAsked, waived], 'valid'],
    [[passed, gap], 'incomplete'],
    [[gap, passed], 'incomplete'],
    [[passed, wrong], 'invalid'],
    [[gap, wrong, passed], 'invalid'],
  ] as const)
    test(`${outcome}: ${checks.map((check) => ('reason' in check ? check.reason : check.outcome)).join(', ') || 'none'}`, () => {
      assert.equal(outcomeOf(checks), outcome);
    });

  test('an answer decided by the first failed check, else the first gap, else the check that a flag took away', () => {
    assert.equal(decidingCheck([passed, waived, gap, wrong]), wrong);
    assert.equal(decidingCheck([passed, waived, gap]), gap);
    assert.equal(decidingCheck([notAsked, waived, passed]), waived);
    assert.equal(decidingCheck([notAsked, passed]), undefined);
  });

  test('steps in a fixed order: the form, the evidence, the time, the name and the signer', () => {
    assert.equal(
      CHECK_NAMES.join(' '),
      'structure payload-digest signature certificate chain sct log-entry set inclusion checkpoint timestamp time name annotations revocation signer',
    );
  });

  test('a list in the order of the names, in which steps with the same name keep their order', () => {
    const named = CHECK_NAMES.map((name, place): Check => ({ ...passed, name, detail: String(place) }));
    assert.deepEqual(inOrder(named.toReversed()), named);
    assert.deepEqual(
      inOrder([
        { ...passed, detail: 'b' },
        { ...passed, detail: 'a' },
      ]).map(({ detail }) => detail),
      ['b', 'a'],
    );
  });
});

function verdict(outcome: Outcome, checks: readonly Check[] = [passed]): Verdict {
  return { object: { id: 'ab', type: 'commit' }, signature: 'sigstore', outcome, checks };
}

function signerIn({ checks }: Verdict): (string | undefined)[] {
  const [check, ...more] = checks.filter(({ name }) => name === 'signer');
  assert.deepEqual(more, []);
  return check ? [check.outcome, check.reason, check.detail] : [];
}

const DECISIONS = ['allowed', 'refused', 'not-stated', 'cannot-answer'] as const;
const decision = (one: SignerDecision['decision']): SignerDecision => ({ decision: one, detail: 'why' });

describe('the answer of a policy', () => {
  test('decides about valid evidence, with one check of the signer at the end', () => {
    for (const [one, outcome, ...said] of [
      ['allowed', 'verified', 'passed', undefined, 'why'],
      ['refused', 'refused', 'failed', 'SIGNER_NOT_ALLOWED', 'why'],
      ['not-stated', 'valid', 'not-made', 'SIGNER_NOT_STATED', 'why'],
      ['cannot-answer', 'incomplete', 'not-made', 'POLICY_CANNOT_ANSWER', 'why'],
    ] as const) {
      const before = verdict('valid', [{ ...passed, name: 'signer' }, passed]);
      const after = withSignerDecision(before, decision(one));
      assert.equal(after.outcome, outcome);
      assert.deepEqual(signerIn(after), said);
      assert.deepEqual(
        after.checks.map(({ name }) => name),
        ['signature', 'signer'],
      );
    }
  });

  test('that refuses gives its reason', () => {
    const revoked = withSignerDecision(verdict('valid'), {
      ...decision('refused'),
      reason: 'SIGNER_REVOKED',
    });
    assert.deepEqual(signerIn(revoked), ['failed', 'SIGNER_REVOKED', 'why']);
  });

  test('never changes a verdict of any other outcome', () => {
    for (const outcome of OUTCOMES.filter((one) => one !== 'valid'))
      for (const one of DECISIONS) {
        const before = verdict(outcome);
        assert.equal(withSignerDecision(before, decision(one)), before);
      }
  });

  test('leaves evidence at most valid when a flag took a part of it away', () => {
    const outcomes = DECISIONS.map(
      (one) => withSignerDecision(verdict('valid', [waived]), decision(one)).outcome,
    );
    assert.deepEqual(outcomes, ['valid', 'refused', 'valid', 'incomplete']);
  });

  test('about an unsigned object is shown when it refuses or cannot answer, and the object stays unsigned', () => {
    for (const [one, ...said] of [
      ['allowed'],
      ['not-stated'],
      ['refused', 'failed', 'SIGNATURE_REQUIRED', 'why'],
      ['cannot-answer', 'not-made', 'POLICY_CANNOT_ANSWER', 'why'],
    ] as const) {
      const before = verdict('unsigned', []);
      const after = withSignatureAskedFor(before, decision(one));
      assert.equal(after.outcome, 'unsigned');
      assert.deepEqual(signerIn(after), said);
      if (said.length === 0) assert.equal(after, before);
    }
    const expired = withSignatureAskedFor(verdict('unsigned', []), {
      ...decision('refused'),
      reason: 'EXCEPTION_EXPIRED',
    });
    assert.deepEqual(signerIn(expired), ['failed', 'EXCEPTION_EXPIRED', 'why']);
  });

  test('about an unsigned object does not apply to a signed one', () => {
    for (const outcome of OUTCOMES.filter((one) => one !== 'unsigned'))
      for (const one of DECISIONS) {
        const before = verdict(outcome);
        assert.equal(withSignatureAskedFor(before, decision(one)), before);
      }
  });
});

describe('an exemption', () => {
  const exempt = { rule: 'exception at line 7', reason: 'old' };

  test('is shown and does not change the outcome of the evidence; a verified object needs none', () => {
    for (const outcome of OUTCOMES) {
      const before = verdict(outcome);
      const after = withExemption(before, exempt);
      assert.equal(after.outcome, outcome);
      if (outcome === 'verified') assert.equal(after, before);
      else {
        assert.equal(after.exempt, exempt);
        assert.deepEqual(after.checks, [
          passed,
          { name: 'signer', outcome: 'not-made', reason: 'EXEMPT', detail: 'old' },
        ]);
      }
    }
  });

  test('replaces a missing statement about the signer, and is shown next to a refusal', () => {
    const names = (one: SignerDecision['decision']) =>
      withExemption(withSignerDecision(verdict('valid'), decision(one)), exempt).checks.map(
        ({ reason }) => reason,
      );
    assert.deepEqual(names('not-stated'), [undefined, 'EXEMPT']);
    assert.deepEqual(names('refused'), [undefined, 'SIGNER_NOT_ALLOWED', 'EXEMPT']);
  });
});

test('when a flag took a check away, a valid verdict holds only with a signer whom somebody named', () => {
  const signer: Check = { name: 'signer', outcome: 'passed', detail: '' };
  const notStated: Check = { name: 'signer', outcome: 'not-made', reason: 'SIGNER_NOT_STATED', detail: '' };
  for (const [checks, expected] of [
    [[waived, signer], true],
    [[waived, notStated], false],
    [[waived, passed], false],
    [[waived], false],
  ] as const)
    for (const any of [true, false]) assert.equal(holds({ outcome: 'valid', checks }, any), expected);
  assert.equal(holds({ outcome: 'incomplete', checks: [waived, signer] }, true), false);
  assert.equal(holds({ outcome: 'valid', checks: [notStated] }, true), true);
});
