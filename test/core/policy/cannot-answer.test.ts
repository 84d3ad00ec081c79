import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluatePolicy, type ObjectFacts, withPolicyAnswer } from '../../../core/repository-policy/index.js';
import type { Outcome, ReasonCode, Verdict } from '../../../core/verdict/index.js';
import { commitFacts, commitId, GOOGLE, NOW, policyOf, verdictOf } from '../../support/policy.js';

const KEY = `SHA256:${'A'.repeat(43)}`;
const SIGNERS = `
signers:
  alice: {issuer: ${GOOGLE}, subject: alice@example.com}
  bob: {issuer: ${GOOGLE}, subject: bob@example.com}
  key: {ssh: '${KEY}'}
  pgp: {openpgp: '${'AB'.repeat(20)}'}
`;
const PIPELINE = 'rules: [{name: pipeline, paths: .github/**, signers: alice}]\n';
const ALICE = verdictOf('valid', {});
// The user's own list trusts bob. These tests show that this does not help him.
const BOB = verdictOf('verified', { subject: 'bob@example.com' });
const UNSIGNED = verdictOf('unsigned');
const paths = (...changed: string[]) => ({ paths: async () => changed });

async function said(
  rules: string,
  verdict: Verdict,
  over: Partial<ObjectFacts> = {},
): Promise<[Outcome, ReasonCode | undefined]> {
  const policy = await policyOf(`${SIGNERS}${rules}`);
  const answer = await evaluatePolicy(policy, commitFacts(over), verdict, NOW);
  const { outcome, checks } = withPolicyAnswer(verdict, answer);
  return [outcome, checks.find(({ name }) => name === 'signer')?.reason];
}

test('a path without a rule does not cancel the refusal for another path', async () => {
  const refused: [Outcome, ReasonCode] = ['refused', 'SIGNER_NOT_ALLOWED'];
  assert.deepEqual(await said(PIPELINE, BOB, paths('.github/x')), refused);
  assert.deepEqual(await said(PIPELINE, BOB, paths('.github/x', 'README.md')), refused);
  assert.deepEqual(await said(PIPELINE, BOB, paths('README.md', '.github/x')), refused);
});

test('a signer who is allowed for one part has no answer for the rest, whatever list trusts them', async () => {
  const mixed = paths('.github/x', 'README.md');
  const answer: [Outcome, ReasonCode] = ['incomplete', 'POLICY_CANNOT_ANSWER'];
  assert.deepEqual(await said(PIPELINE, ALICE, mixed), answer);
  assert.deepEqual(await said(PIPELINE, { ...ALICE, outcome: 'verified' }, mixed), answer);
});

test('the user’s own list counts when no part of the object has a rule', async () => {
  assert.deepEqual(await said(PIPELINE, BOB, paths('README.md')), ['verified', undefined]);
  assert.deepEqual(await said(PIPELINE, BOB, paths()), ['verified', undefined]);
  const elsewhere = 'rules: [{branches: main, signers: alice}]\n';
  assert.deepEqual(await said(elsewhere, BOB, { branch: 'wip' }), ['verified', undefined]);
  assert.deepEqual(await said(elsewhere, BOB, { branch: 'wip', unreadable: true }), ['verified', undefined]);
});

const UNKNOWN: [name: string, rules: string, over: Partial<ObjectFacts>][] = [
  ['paths', PIPELINE, { paths: async () => undefined }],
  ['headers', PIPELINE, { unreadable: true }],
  ['headers without any rule for paths', 'rules: [{signers: alice}]\n', { unreadable: true }],
  ['branch', 'rules: [{branches: main, signers: alice}]\n', { branch: undefined as never }],
  ['name of a tag', 'rules: [{tags: v*, signers: alice}]\n', { type: 'tag', parents: [], unreadable: true }],
];
for (const [name, rules, over] of UNKNOWN) {
  test(`without a known ${name}, nobody is allowed by the user’s own list`, async () => {
    for (const verdict of [ALICE, BOB])
      assert.deepEqual(await said(rules, verdict, over), ['incomplete', 'POLICY_CANNOT_ANSWER']);
    assert.deepEqual(await said(rules, UNSIGNED, over), ['unsigned', 'POLICY_CANNOT_ANSWER']);
    assert.equal((await said(rules, verdictOf('invalid', {}), over))[0], 'invalid');
    assert.equal((await said(rules, verdictOf('refused', {}), over))[0], 'refused');
  });

  test(`without a known ${name}, a revoked signer is refused, whatever they signed with`, async () => {
    const ssh = { ...verdictOf('verified', { subject: 'x', issuer: 'ssh' }, 'ssh'), key: KEY };
    const pgp = {
      ...verdictOf('verified', undefined, 'openpgp'),
      key: 'CD'.repeat(20),
      primaryKey: 'AB'.repeat(20),
    };
    const who: [string, Verdict][] = [
      ['signer: bob', BOB],
      ['subject: bob@example.com', BOB],
      ['signer: key', ssh],
      [`ssh: '${KEY}'`, ssh],
      ['signer: pgp', pgp],
    ];
    for (const [one, verdict] of who) {
      const revoked = `revoked: [{${one}, since: ${commitId('c')}, reason: stolen}]\n${rules}`;
      assert.deepEqual(await said(revoked, verdict, over), ['refused', 'SIGNER_REVOKED'], one);
    }
  });

  test(`without a known ${name}, age exempts nothing, but an exception by name does`, async () => {
    const old = { ...over, isBefore: async () => true };
    const since = `requiredSince: ${commitId('c')}\n${rules}`;
    const named = `exceptions: [{objects: ['${commitId('1')}'], reason: squash, until: 2027-01-31}]\n${rules}`;
    for (const verdict of [UNSIGNED, ALICE]) {
      assert.equal((await said(since, verdict, old))[1], 'POLICY_CANNOT_ANSWER');
      assert.equal((await said(named, verdict, over))[1], 'EXEMPT');
    }
    assert.equal((await said(named, ALICE, over))[0], 'incomplete', 'exempt is never verified');
  });
}

test('a revoked signer is refused even when no rule covers the object', async () => {
  const revoked = `revoked: [{signer: bob, since: 2026-03-01, reason: stolen}]\n${PIPELINE}`;
  assert.deepEqual(await said(revoked, BOB, paths('README.md')), ['refused', 'SIGNER_REVOKED']);
});

test('age exempts a commit only when every path it changes has a rule that says so', async () => {
  const since = `requiredSince: ${commitId('c')}\n${PIPELINE}`;
  const old = { isBefore: async () => true };
  assert.equal((await said(since, UNSIGNED, { ...old, ...paths('.github/x') }))[1], 'EXEMPT');
  assert.equal(
    (await said(since, UNSIGNED, { ...old, ...paths('.github/x', 'a') }))[1],
    'SIGNATURE_REQUIRED',
  );
});

test('a merge is evaluated as a merge even when its changes cannot be read', async () => {
  const rules =
    'rules: [{name: pipeline, paths: .github/**, signers: alice}, {name: rest, signers: [alice, bob], merges: alice}]\n';
  const merge = { parents: [commitId('a'), commitId('b')], paths: async () => undefined };
  assert.deepEqual(await said(rules, BOB, merge), ['refused', 'MERGE_NOT_ALLOWED']);
  assert.deepEqual(await said(rules, ALICE, merge), ['incomplete', 'POLICY_CANNOT_ANSWER']);
});

test('a tag under another name is refused before any other question', async () => {
  const tag = { type: 'tag', parents: [], tagName: 'v1', tagRef: 'v2' } as const;
  assert.deepEqual(await said('rules: [{branches: main, signers: alice}]\n', BOB, tag), [
    'refused',
    'TAG_NAME_MISMATCH',
  ]);
});

test('the reason why the policy has no answer is shown for every rule', async () => {
  const policy = await policyOf(`${SIGNERS}${PIPELINE}`);
  const { traces, decision, rule } = await evaluatePolicy(
    policy,
    commitFacts({ paths: async () => undefined }),
    ALICE,
    NOW,
  );
  assert.deepEqual(
    traces.map(({ decides, why }) => [decides, why]),
    [[false, 'the paths that the commit changes cannot be read (a shallow clone?)']],
  );
  assert.deepEqual([decision.decision, rule], ['cannot-answer', undefined]);
});
