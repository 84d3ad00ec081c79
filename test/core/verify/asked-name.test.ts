import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import {
  type Check,
  meaning,
  OUTCOME_MEANS,
  type Outcome,
  type Verdict,
  withExemption,
  withSignerDecision,
} from '../../../core/verdict/index.js';
import { asAskedFor, type GitObject, withAskedName } from '../../../core/verify/index.js';
import { commitPayload } from '../../support/signed-commit.js';

const ID = 'ab'.repeat(20);
const tag: GitObject = {
  id: ID,
  type: 'tag',
  raw: utf8(
    `object ${'cd'.repeat(20)}\ntype commit\ntag v1.0\ntagger Dev <dev@example.test> 1790001000 +0000\n\nv1.0\n`,
  ),
  format: 'sha1',
};
const EVIDENCE: readonly Check[] = [
  { name: 'structure', outcome: 'passed', detail: '' },
  { name: 'signer', outcome: 'passed', detail: '' },
];

function judged(outcome: Outcome, checks: readonly Check[] = EVIDENCE): Verdict {
  return { object: { id: ID, type: 'tag' }, signature: 'sigstore', outcome, checks };
}

function nameIn({ checks }: Verdict): Check | undefined {
  return checks.find(({ name }) => name === 'name');
}

describe('the name inside a tag', () => {
  test('is the ref without refs/tags/, or the end of any other ref', () => {
    for (const [ref, outcome] of [
      ['refs/tags/v1.0', 'passed'],
      ['refs/tags/x/v1.0', 'failed'],
      ['refs/tags/v1.0/x', 'failed'],
      ['refs/tags/xv1.0', 'failed'],
      ['refs/old/v1.0', 'passed'],
      ['refs/old/deep/v1.0', 'passed'],
      ['refs/old/xv1.0', 'failed'],
      ['refs/old/v2.0', 'failed'],
    ] as const) {
      const check = nameIn(withAskedName(judged('valid'), tag, ref));
      assert.equal(check?.outcome, outcome, ref);
      assert.equal(check.reason, outcome === 'passed' ? undefined : 'TAG_NAME_MISMATCH');
    }
  });

  test('is shown with the requested name, both harmless and without refs/tags/', () => {
    const evil = { ...tag, raw: utf8(new TextDecoder().decode(tag.raw).replace('tag v1.0', 'tag a\x1b[2J')) };
    const said = (object: GitObject, ref: string) =>
      nameIn(withAskedName(judged('valid'), object, ref))?.detail;
    assert.equal(said(tag, 'refs/tags/v2'), 'the tag calls itself v1.0 and was asked for as v2');
    assert.equal(said(tag, 'refs/old/v2'), 'the tag calls itself v1.0 and was asked for as refs/old/v2');
    assert.equal(said(tag, 'refs/tags/v1.0'), 'the tag calls itself v1.0');
    const told = said(evil, 'refs/tags/b\x1b[2J') ?? '';
    assert.ok(!told.includes('\x1b'));
    assert.match(told, /calls itself a.* and was asked for as b/);
  });

  test('comes before the signer, and does not change the outcome of a tag under its own name', () => {
    for (const outcome of Object.keys(OUTCOME_MEANS) as Outcome[]) {
      const verdict = withAskedName(judged(outcome), tag, 'refs/tags/v1.0');
      assert.equal(verdict.outcome, outcome);
      assert.deepEqual(
        verdict.checks.map(({ name }) => name),
        ['structure', 'name', 'signer'],
      );
    }
  });

  test('makes sound evidence refused and other evidence invalid, and leaves unsigned tags unsigned', () => {
    const under = (verdict: Verdict) => withAskedName(verdict, tag, 'refs/tags/v2').outcome;
    assert.deepEqual(
      (['verified', 'valid', 'refused', 'incomplete', 'invalid', 'unsigned'] as const).map((outcome) =>
        under(judged(outcome)),
      ),
      ['refused', 'refused', 'refused', 'invalid', 'invalid', 'unsigned'],
    );
    const unanswered = withSignerDecision(judged('valid', []), { decision: 'cannot-answer', detail: '' });
    assert.deepEqual([unanswered.outcome, under(unanswered)], ['incomplete', 'refused']);
  });

  test('that cannot be read rules out verified and valid, and improves nothing', () => {
    const twice = { ...tag, raw: utf8(new TextDecoder().decode(tag.raw).replace('tag v1.0\n', '')) };
    for (const [outcome, expected] of [
      ['verified', 'incomplete'],
      ['valid', 'incomplete'],
      ['refused', 'refused'],
      ['incomplete', 'incomplete'],
      ['invalid', 'invalid'],
      ['unsigned', 'unsigned'],
    ] as const) {
      const verdict = withAskedName(judged(outcome), twice, 'refs/tags/v1.0');
      const check = nameIn(verdict);
      assert.deepEqual(
        [verdict.outcome, check?.outcome, check?.reason],
        [expected, 'not-made', 'TAG_NAME_UNREADABLE'],
      );
      assert.match(check?.detail ?? '', /^the name inside the tag object cannot be read: ./);
    }
  });

  test('is not checked for a commit, for a tag requested by its id, and for a name that is not a ref', () => {
    const verdict = judged('valid');
    const commit: GitObject = { id: ID, type: 'commit', raw: commitPayload(), format: 'sha1' };
    assert.equal(withAskedName(verdict, commit, 'refs/tags/v2'), verdict);
    assert.equal(withAskedName(verdict, tag, undefined), verdict);
    assert.equal(withAskedName(verdict, tag, ID), verdict);
  });

  test('is not exempt together with the object: a tag under its own name stays exempt, another does not', () => {
    const exempt = withExemption(judged('unsigned', []), { rule: 'exception at line 7', reason: 'old' });
    assert.deepEqual(withAskedName(exempt, tag, 'refs/tags/v1.0').exempt, exempt.exempt);
    const renamed = withAskedName(exempt, tag, 'refs/tags/v2');
    assert.ok(!('exempt' in renamed));
    assert.deepEqual(
      renamed.checks.map(({ reason }) => reason),
      ['TAG_NAME_MISMATCH'],
    );
  });

  test('is reported once, even when a policy also refuses the tag for its name', () => {
    const refused = withSignerDecision(judged('valid', []), {
      decision: 'refused',
      reason: 'TAG_NAME_MISMATCH',
      detail: 'policy: the tag calls itself v1.0 but is stored as v2',
    });
    const { outcome, checks } = withAskedName(refused, tag, 'refs/tags/v2');
    assert.deepEqual([outcome, checks.map(({ name }) => name)], ['refused', ['name']]);
  });

  test('does not hide why a policy refuses the signer', () => {
    const refused = withSignerDecision(judged('valid', []), { decision: 'refused', detail: '' });
    const { checks } = withAskedName(refused, tag, 'refs/tags/v2');
    assert.deepEqual(
      checks.map(({ reason }) => reason),
      ['TAG_NAME_MISMATCH', 'SIGNER_NOT_ALLOWED'],
    );
  });
});

describe('the meaning of a verdict on a tag under another name', () => {
  const OTHER = 'the signature is for a tag of another name';
  const renamed = (verdict: Verdict) => meaning(withAskedName(verdict, tag, 'refs/tags/v2'));

  test('is the wrong name when nothing else is wrong, however complete the evidence is', () => {
    for (const outcome of ['verified', 'valid', 'incomplete'] as const)
      assert.equal(renamed(judged(outcome)), OTHER);
  });

  test('is the other error if there is one, or that there is no signature', () => {
    const notAllowed = withSignerDecision(judged('valid', []), { decision: 'refused', detail: '' });
    assert.equal(renamed(notAllowed), OUTCOME_MEANS.refused);
    const wrong = { name: 'signature', outcome: 'failed', reason: 'SIGNATURE_WRONG', detail: '' } as const;
    assert.equal(renamed(judged('invalid', [wrong])), OUTCOME_MEANS.invalid);
    assert.equal(renamed(judged('unsigned', [])), OUTCOME_MEANS.unsigned);
  });

  test('is unchanged for a tag under its own name', () => {
    for (const outcome of Object.keys(OUTCOME_MEANS) as Outcome[])
      assert.equal(
        meaning(withAskedName(judged(outcome, []), tag, 'refs/tags/v1.0')),
        OUTCOME_MEANS[outcome],
      );
  });
});

describe('a commit that is asked for by a lightweight tag', () => {
  const commit: GitObject = { id: ID, type: 'commit', raw: commitPayload(), format: 'sha1' };
  const on = (outcome: Outcome): Verdict => ({ ...judged(outcome), object: { id: ID, type: 'commit' } });

  test('is named by that tag, and by no branch, id or tag object', () => {
    const verdict = on('verified');
    assert.deepEqual(asAskedFor(verdict, commit, 'refs/tags/x/v1'), { ...verdict, lightweightTag: 'x/v1' });
    for (const ref of ['refs/heads/refs/tags/v1', 'refs/remotes/origin/main', ID, undefined])
      assert.equal(asAskedFor(verdict, commit, ref), verdict, ref);
    assert.equal(asAskedFor(judged('verified'), tag, 'refs/tags/v1.0').lightweightTag, undefined);
  });

  test('is never said to be verified without saying that the tag is not signed', () => {
    for (const outcome of Object.keys(OUTCOME_MEANS) as Outcome[])
      assert.equal(
        meaning(asAskedFor(on(outcome), commit, 'refs/tags/v1')),
        `the tag is only a pointer and is not signed; of its commit: ${OUTCOME_MEANS[outcome]}`,
      );
  });

  test('is not said to have a signer who is not allowed, if only the tag is refused', () => {
    const refused = withSignerDecision(on('valid'), {
      decision: 'refused',
      reason: 'TAG_LIGHTWEIGHT',
      detail: '',
    });
    assert.equal(
      meaning(asAskedFor(refused, commit, 'refs/tags/v1')),
      'the tag is only a pointer and is not signed, and the policy says who may make it',
    );
  });
});
