import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { evaluatePolicy, type ObjectFacts, withPolicyAnswer } from '../../../core/repository-policy/index.js';
import { writesAs } from '../../../core/repository-policy/who.js';
import type { Outcome, ReasonCode, Verdict } from '../../../core/verdict/index.js';
import { commitFacts, commitId, GOOGLE, NOW, policyOf, verdictOf } from '../../support/policy.js';

const SIGNERS = `
signers:
  alice: {issuer: ${GOOGLE}, subject: alice@example.com}
  bob: {issuer: ${GOOGLE}, subject: bob@example.com}
  key: {ssh: 'SHA256:${'A'.repeat(43)}', emails: key@Example.com}
  pgp: {openpgp: '${'AB'.repeat(20)}'}
  bot:
    issuer: https://token.actions.githubusercontent.com
    subjectRegExp: https://github\\.com/octo/app/.*
    sourceRepositoryRef: refs/heads/main
`;
const ALICE: Verdict = verdictOf('valid', {});
const BOB: Verdict = verdictOf('valid', { subject: 'bob@example.com' });
const UNSIGNED: Verdict = verdictOf('unsigned');

async function judge(
  rules: string,
  signature: Verdict,
  over: Partial<ObjectFacts> = {},
): Promise<{ verdict: Verdict; said: [Outcome, ReasonCode | undefined]; rule: string | undefined }> {
  const policy = await policyOf(`${SIGNERS}${rules}`);
  const answer = await evaluatePolicy(policy, commitFacts(over), signature, NOW);
  const verdict = withPolicyAnswer(signature, answer);
  const reason = verdict.checks.find(({ name }) => name === 'signer')?.reason;
  return { verdict, said: [verdict.outcome, reason], rule: answer.rule?.name };
}

const ALL = 'rules: [{name: all, signers: [alice, key, pgp, bot]}]\n';
const ROBOT = {
  subject: 'https://github.com/octo/app/.github/workflows/ci.yml@refs/heads/main',
  issuer: 'https://token.actions.githubusercontent.com',
};
const ssh = (fingerprint: string): Verdict => ({
  ...verdictOf('valid', { subject: 'x', issuer: 'ssh' }, 'ssh'),
  key: fingerprint,
});
const pgp = (key: string, primaryKey = key): Verdict => ({
  ...verdictOf('valid', undefined, 'openpgp'),
  key,
  primaryKey,
});

const WHO: [name: string, Verdict, Outcome, ReasonCode?][] = [
  ['a named identity', ALICE, 'verified'],
  ['another identity of the policy', BOB, 'refused', 'SIGNER_NOT_ALLOWED'],
  ['a stranger', verdictOf('valid', { subject: 'eve@example.com' }), 'refused', 'SIGNER_NOT_ALLOWED'],
  [
    'the same name vouched for by another',
    verdictOf('valid', { issuer: 'https://evil.example' }),
    'refused',
    'SIGNER_NOT_ALLOWED',
  ],
  ['a listed SSH key', ssh(`SHA256:${'A'.repeat(43)}`), 'verified'],
  ['an unlisted SSH key', ssh(`SHA256:${'B'.repeat(43)}`), 'refused', 'SIGNER_NOT_ALLOWED'],
  ['a primary OpenPGP key', pgp('CD'.repeat(20), 'AB'.repeat(20)), 'verified'],
  ['another OpenPGP key', pgp('CD'.repeat(20)), 'refused', 'SIGNER_NOT_ALLOWED'],
  [
    'an SSH principal that calls itself alice at Google',
    verdictOf('valid', {}, 'ssh'),
    'refused',
    'SIGNER_NOT_ALLOWED',
  ],
  [
    'a workflow with the right claim',
    verdictOf('valid', { ...ROBOT, claims: { sourceRepositoryRef: 'refs/heads/main' } }),
    'verified',
  ],
  [
    'a workflow of another branch',
    verdictOf('valid', { ...ROBOT, claims: { sourceRepositoryRef: 'refs/heads/evil' } }),
    'refused',
    'SIGNER_NOT_ALLOWED',
  ],
  ['a workflow without the claim', verdictOf('valid', ROBOT), 'refused', 'SIGNER_NOT_ALLOWED'],
  ['no signature', UNSIGNED, 'unsigned', 'SIGNATURE_REQUIRED'],
  ['a broken signature by alice', verdictOf('invalid', {}), 'invalid'],
  ['an incomplete signature by alice', verdictOf('incomplete', {}), 'incomplete'],
  [
    'what the user trusts but the policy does not',
    verdictOf('verified', { subject: 'eve@example.com' }),
    'refused',
    'SIGNER_NOT_ALLOWED',
  ],
  ['what the user refuses but the policy allows', verdictOf('refused', {}), 'refused'],
];
for (const [name, signature, outcome, reason] of WHO)
  test(`${name} is ${outcome}${reason ? ` (${reason})` : ''}`, async () => {
    assert.deepEqual((await judge(ALL, signature)).said, [outcome, reason]);
  });

const PATHS = `
rules:
  - {name: bot, paths: docs/**, signers: [bob]}
  - {name: pipeline, branches: main, paths: [.github/**], signers: [alice]}
  - {name: rest, branches: [main, feature/*], signers: [alice, bob], merges: alice}
`;
const paths = (...changed: string[]) => ({ paths: async () => changed });
const WHERE: [name: string, Verdict, Partial<ObjectFacts>, Outcome, string | undefined, ReasonCode?][] = [
  ['a path of the first rule', BOB, paths('docs/a.md'), 'verified', 'bot'],
  ['a path of the second rule', BOB, paths('.github/x'), 'refused', 'pipeline', 'SIGNER_NOT_ALLOWED'],
  [
    'a guarded path beside another',
    BOB,
    paths('docs/a.md', '.github/x'),
    'refused',
    'pipeline',
    'SIGNER_NOT_ALLOWED',
  ],
  [
    'a path beside one where the signer may not sign',
    ALICE,
    paths('src/a', 'docs/a'),
    'refused',
    'bot',
    'SIGNER_NOT_ALLOWED',
  ],
  ['a path with no rule of its own', BOB, paths('src/a'), 'verified', 'rest'],
  ['a commit that changes nothing', BOB, paths(), 'verified', 'rest'],
  [
    'a guarded path on another branch',
    BOB,
    { ...paths('.github/x'), branch: 'feature/y' },
    'verified',
    'rest',
  ],
  ['a branch no rule is for', ALICE, { branch: 'wip' }, 'valid', undefined, 'SIGNER_NOT_STATED'],
  [
    'an unknown branch',
    verdictOf('valid', {}),
    { branch: undefined as never },
    'incomplete',
    undefined,
    'POLICY_CANNOT_ANSWER',
  ],
  [
    'paths that cannot be read',
    ALICE,
    { paths: async () => undefined },
    'incomplete',
    undefined,
    'POLICY_CANNOT_ANSWER',
  ],
  [
    'headers that cannot be read',
    ALICE,
    { unreadable: true },
    'incomplete',
    undefined,
    'POLICY_CANNOT_ANSWER',
  ],
  ['a merge by somebody who may', ALICE, { ...paths(), parents: ['a', 'b'] }, 'verified', 'rest'],
  [
    'a merge by somebody who may not',
    BOB,
    { ...paths(), parents: ['a', 'b'] },
    'refused',
    'rest',
    'MERGE_NOT_ALLOWED',
  ],
  [
    'a merge that hides behind its paths',
    BOB,
    { ...paths('docs/a'), parents: ['a', 'b'] },
    'refused',
    'rest',
    'MERGE_NOT_ALLOWED',
  ],
];
for (const [name, signature, over, outcome, rule, reason] of WHERE)
  test(`${name}: ${outcome}${rule ? ` by rule ${rule}` : ''}`, async () => {
    const answer = await judge(PATHS, signature, over);
    assert.deepEqual([answer.said, answer.rule], [[outcome, reason], rule]);
  });

test('paths are not requested when no rule has paths', async () => {
  const never = { paths: () => Promise.reject(new Error('asked')) };
  assert.equal((await judge(ALL, ALICE, never)).said[0], 'verified');
});

test('tags are decided by their name, and a tag stored under another name is refused', async () => {
  const rules = 'rules: [{name: v, tags: v*, signers: alice}, {name: all, signers: [bob]}]\n';
  const tag = (tagName: string, tagRef?: string) =>
    ({ type: 'tag', parents: [], tagName, ...(tagRef && { tagRef }) }) as Partial<ObjectFacts>;
  assert.equal((await judge(rules, ALICE, tag('v1'))).said[0], 'verified');
  assert.deepEqual((await judge(rules, BOB, tag('v1', 'v1'))).said, ['refused', 'SIGNER_NOT_ALLOWED']);
  assert.equal((await judge(rules, BOB, tag('nightly'))).rule, 'all');
  assert.deepEqual((await judge(rules, ALICE, tag('v1', 'v2'))).said, ['refused', 'TAG_NAME_MISMATCH']);
});

test('a lightweight tag is refused if a rule covers its name, even if its commit is exempt', async () => {
  const rules =
    'rules: [{name: v, tags: v*, signers: alice}, {branches: "**", signers: [alice, bob, key, pgp, bot]}]\n';
  const old = `requiredSince: ${'e'.repeat(40)}\n`;
  const tagRef = (name: string) => ({ tagRef: name, isBefore: async () => true });
  for (const head of ['', old]) {
    const answer = await judge(head + rules, ALICE, tagRef('v1'));
    assert.deepEqual([answer.said, answer.rule], [['refused', 'TAG_LIGHTWEIGHT'], 'v'], head);
    assert.equal((await judge(head + rules, ALICE, tagRef('nightly'))).said[0], 'verified');
  }
  assert.deepEqual((await judge(ALL, ALICE, tagRef('nightly'))).said, ['refused', 'TAG_LIGHTWEIGHT']);
});

test('only the domain of an address ignores case, and only in ASCII', () => {
  const writes = (address: string) =>
    writesAs({ name: 'kim', line: 1, ways: [], emails: ['kim@kiwi.example'] }, ALICE, address);
  assert.ok(writes('kim@KIWI.example'));
  assert.ok(!writes('Kim@kiwi.example'));
  assert.ok(!writes('kim@\u212aiwi.example'), 'the Kelvin sign is no K');
});

test('the signer must be the author or committer if the rule says so', async () => {
  const rules = (who: string) => `rules: [{signers: [alice, key], signerIs: ${who}}]\n`;
  const said = async (who: string, signature: Verdict, over: Partial<ObjectFacts>) =>
    (await judge(rules(who), signature, over)).said;
  assert.deepEqual(await said('author', ALICE, {}), ['verified', undefined]);
  assert.deepEqual(await said('author', ALICE, { authorEmail: 'alice@EXAMPLE.com' }), [
    'verified',
    undefined,
  ]);
  assert.deepEqual(await said('author', ALICE, { authorEmail: 'Alice@example.com' }), [
    'refused',
    'AUTHOR_MISMATCH',
  ]);
  assert.deepEqual(await said('author', ALICE, { authorEmail: 'bob@example.com' }), [
    'refused',
    'AUTHOR_MISMATCH',
  ]);
  assert.deepEqual(await said('author', ALICE, { committerEmail: 'bob@example.com' }), [
    'verified',
    undefined,
  ]);
  assert.deepEqual(await said('[author, committer]', ALICE, { committerEmail: 'x' }), [
    'refused',
    'COMMITTER_MISMATCH',
  ]);
  const key = ssh(`SHA256:${'A'.repeat(43)}`);
  assert.deepEqual(await said('committer', key, { committerEmail: 'key@example.com' }), [
    'verified',
    undefined,
  ]);
  assert.deepEqual(await said('committer', key, {}), ['refused', 'COMMITTER_MISMATCH']);
});

const SINCE = commitId('c');
const before = { isBefore: async (id: string) => id === SINCE };

test('a commit from before requiredSince is exempt, never verified; a later one is not', async () => {
  const rules = `requiredSince: ${SINCE}\n${ALL}`;
  const old = await judge(rules, UNSIGNED, before);
  assert.deepEqual(old.said, ['unsigned', 'EXEMPT']);
  assert.match(old.verdict.exempt?.rule ?? '', /requiredSince of rule "all"/);
  for (const isBefore of [async () => false, async () => undefined]) {
    const later = await judge(rules, UNSIGNED, { isBefore });
    assert.deepEqual([later.said, later.verdict.exempt], [['unsigned', 'SIGNATURE_REQUIRED'], undefined]);
  }
  assert.equal((await judge(rules, BOB, before)).verdict.exempt?.until, undefined);
  assert.equal((await judge(rules, ALICE, before)).verdict.exempt, undefined);
  assert.equal((await judge(rules, verdictOf('invalid', {}), before)).verdict.exempt, undefined);
  assert.equal(
    (await judge(rules, UNSIGNED, { ...before, type: 'tag', tagName: 'x' })).verdict.exempt,
    undefined,
  );
});

test("a rule's own requiredSince wins over the file's", async () => {
  const rules = `requiredSince: ${SINCE}\nrules: [{signers: [alice], requiredSince: ${commitId('d')}}]\n`;
  assert.equal((await judge(rules, UNSIGNED, before)).verdict.exempt, undefined);
});

test('a commit that several rules decide is exempt only if it is older than the requiredSince of each', async () => {
  const [one, two] = [commitId('c'), commitId('d')];
  const rules = (second: string) =>
    `rules:
  - {name: a, paths: a, signers: alice, requiredSince: ${one}}
  - {name: b, paths: b, signers: alice${second}}
`;
  const exempt = async (second: string, older: readonly string[]) => {
    const facts = { paths: async () => ['a', 'b'], isBefore: async (id: string) => older.includes(id) };
    return (await judge(rules(second), UNSIGNED, facts)).verdict.exempt !== undefined;
  };
  const since = `, requiredSince: ${two}`;
  assert.equal(await exempt(since, [one, two]), true);
  assert.equal(await exempt(since, [one]), false);
  assert.equal(await exempt(since, [two]), false);
  assert.equal(await exempt('', [one, two]), false);
});

test('an exception exempts what it names until it ends, and afterwards the answer says so', async () => {
  const rules = (until: string) =>
    `exceptions: [{objects: ['${commitId('1')}'], reason: forge squash, until: ${until}}]\n${ALL}`;
  for (const signature of [UNSIGNED, BOB, verdictOf('invalid', {})]) {
    const { verdict } = await judge(rules('2027-01-31'), signature);
    assert.equal(verdict.outcome === 'verified', false);
    assert.deepEqual(verdict.exempt, {
      rule: 'exception at line 11',
      reason: 'forge squash',
      until: 1_801_439_999,
    });
  }
  assert.equal((await judge(rules('2027-01-31'), UNSIGNED, { id: commitId('2') })).verdict.exempt, undefined);
  assert.equal((await judge(rules('2027-01-31'), ALICE)).verdict.exempt, undefined);
  assert.deepEqual((await judge(rules('2026-01-31'), UNSIGNED)).said, ['unsigned', 'EXCEPTION_EXPIRED']);
  assert.deepEqual((await judge(rules('2026-01-31'), BOB)).said, ['refused', 'EXCEPTION_EXPIRED']);
});

test('a revoked signer is refused from a date on, and signatures with an older proven time stay allowed', async () => {
  const rules = (since: string) => `revoked: [{signer: alice, since: ${since}, reason: stolen}]\n${ALL}`;
  assert.deepEqual((await judge(rules('2026-03-01'), ALICE)).said, ['refused', 'SIGNER_REVOKED']);
  assert.equal((await judge(rules('2026-12-01'), ALICE)).said[0], 'verified');
  const unproven = { ...ALICE, signedAt: { time: 1, source: 'unproven' } as const };
  assert.deepEqual((await judge(rules('2026-12-01'), unproven)).said, ['refused', 'SIGNER_REVOKED']);
});

test('a revoked signer is refused from a commit on: only its ancestors stay allowed, and no tag', async () => {
  const rules = `revoked: [{signer: alice, since: ${SINCE}, reason: stolen}]\n${ALL}`;
  assert.equal((await judge(rules, ALICE, before)).said[0], 'verified');
  for (const over of [
    { isBefore: async () => false },
    { isBefore: async () => undefined },
    { ...before, type: 'tag', tagName: 'x' } as const,
  ])
    assert.deepEqual((await judge(rules, ALICE, over)).said, ['refused', 'SIGNER_REVOKED']);
});

test('a revoked signer cannot sign under another name of the policy, nor one whom only an expression means', async () => {
  const signers = `signers:\n  alice: {issuer: ${GOOGLE}, subject: alice@example.com}\n  staff: {issuer: ${GOOGLE}, subjectRegExp: '.*@example\\.com'}\n`;
  for (const who of ['signer: alice', 'subject: alice@example.com']) {
    const policy = await policyOf(
      `${signers}rules: [{signers: [staff, alice]}]\nrevoked: [{${who}, since: 2026-03-01, reason: x}]\n`,
    );
    assert.equal((await evaluatePolicy(policy, commitFacts(), ALICE, NOW)).decision.reason, 'SIGNER_REVOKED');
    assert.equal((await evaluatePolicy(policy, commitFacts(), BOB, NOW)).decision.decision, 'allowed');
  }
});

test('every rule says why it decides or does not', async () => {
  const policy = await policyOf(`${SIGNERS}${PATHS}`);
  const { traces } = await evaluatePolicy(policy, commitFacts({ branch: 'feature/y' }), BOB, NOW);
  assert.deepEqual(
    traces.map(({ rule, decides, why }) => `${rule.name} ${decides}: ${why}`),
    [
      'bot false: no changed path that is left for this rule matches docs/**',
      'pipeline false: the branch feature/y is not among main',
      'rest true: the commit changes src/a.ts',
    ],
  );
});

test('the example of docs/policy.md is a policy, and decides as its comments say', async () => {
  const text = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/policy.md', 'utf8'))?.[1] ?? '';
  const policy = await policyOf(text);
  assert.deepEqual([...policy.signers.keys()], ['alice', 'bob', 'release-bot']);
  const said = async (over: Partial<ObjectFacts>) =>
    (await evaluatePolicy(policy, commitFacts(over), ALICE, NOW)).decision.decision;
  assert.equal(await said({}), 'allowed');
  assert.equal(await said({ authorEmail: 'x@example.com' }), 'refused');
  assert.equal(await said({ type: 'tag', tagName: 'v1.0' }), 'refused');
});
