import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluatePolicy, type ObjectFacts } from '../../../core/repository-policy/index.js';
import { PolicyLimitError } from '../../../core/signer-policy/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { commitFacts, commitId, GOOGLE, NOW, policyOf, verdictOf } from '../../support/policy.js';

const SIGNERS = `signers:
  alice: {issuer: ${GOOGLE}, subject: alice@example.com}
  al: {issuer: ${GOOGLE}, subject: alice@example.com, emails: al@example.com}
  bob: {issuer: ${GOOGLE}, subject: bob@example.com}
`;
const ALICE = verdictOf('valid', {});
const BOB = verdictOf('valid', { subject: 'bob@example.com' });
const answer = async (rules: string, over: Partial<ObjectFacts> = {}, verdict: Verdict = ALICE) =>
  evaluatePolicy(await policyOf(`${SIGNERS}${rules}`), commitFacts(over), verdict, NOW);
const paths = (...changed: string[]) => ({ paths: async () => changed });
const tag = (tagName?: string, over: Partial<ObjectFacts> = {}) =>
  ({ type: 'tag', parents: [], ...(tagName !== undefined && { tagName }), ...over }) as const;

const WHYS: [name: string, rules: string[], over: Partial<ObjectFacts>, whys: string[]][] = [
  [
    'what a rule does not speak of',
    ['tags: a', 'branches: [a, b, c, d, e]', 'branches: [f, g, h]', ''],
    paths('x'),
    [
      'the rule is only for tags',
      'the branch main is not among a, b, c and 2 more',
      'the branch main is not among f, g, h',
      'it is the first rule that applies',
    ],
  ],
  [
    'the paths that each rule decides about',
    ['paths: [a/**, b, c, d]', 'paths: [z]', 'branches: main', ''],
    paths('a/1', 'x', 'a/2', 'a/3', 'y', 'a/4', 'z1'),
    [
      'the commit changes a/1, a/2, a/3 and 1 more',
      'no changed path that is left for this rule matches z',
      'the commit changes x, y, z1',
      'a rule above decides',
    ],
  ],
  [
    'the first rule without paths where nothing is changed',
    ['paths: a', 'branches: main', ''],
    paths(),
    [
      'no changed path that is left for this rule matches a',
      'it is the first rule that applies',
      'a rule above decides',
    ],
  ],
  [
    'the first rule without paths for a merge',
    ['paths: a', 'branches: main', ''],
    { ...paths('a'), parents: ['a', 'b'] },
    ['the commit changes a', 'it is the first rule that applies', 'a rule above decides'],
  ],
  [
    'the obstacle for a rule that may decide',
    ['tags: a', 'paths: a', ''],
    { paths: async () => undefined },
    [
      'the rule is only for tags',
      'the paths that the commit changes cannot be read (a shallow clone?)',
      'the paths that the commit changes cannot be read (a shallow clone?)',
    ],
  ],
  [
    'the obstacle beside the rule for the whole of a merge',
    ['paths: a', ''],
    { paths: async () => undefined, parents: ['a', 'b'] },
    [
      'the paths that the commit changes cannot be read (a shallow clone?)',
      'it is the first rule that applies',
    ],
  ],
  [
    'headers that cannot be read',
    ['tags: a', ''],
    { unreadable: true },
    ['the rule is only for tags', 'the headers of the object cannot be read'],
  ],
  [
    'a branch that is not known',
    ['tags: a', 'branches: a', 'paths: b'],
    { branch: undefined as never },
    Array.from({ length: 3 }, () => 'the name of the branch is not known'),
  ],
  [
    'a tag that is not known',
    ['tags: a', 'branches: a'],
    tag(),
    Array.from({ length: 2 }, () => 'the name of the tag is not known'),
  ],
  [
    'the name of a tag',
    ['branches: a', 'paths: a', 'tags: [b, c, d, e]', 'tags: v1', 'tags: v*', ''],
    tag('v1'),
    [
      'the rule is not for tags',
      'the rule is not for tags',
      'the tag v1 is not among b, c, d and 1 more',
      'it is the first rule that applies',
      'a rule above decides',
      'a rule above decides',
    ],
  ],
];
for (const [name, rules, over, whys] of WHYS)
  test(`every rule is reported with the reason why it decides or not: ${name}`, async () => {
    const list = rules.map((rule) => `  - {${rule}${rule && ', '}signers: [alice, al]}\n`).join('');
    const { traces } = await answer(`rules:\n${list}`, over);
    assert.deepEqual(
      traces.map(({ why }) => why),
      whys,
    );
    const decides = /^(the commit changes|it is the first)/;
    assert.deepEqual(
      traces.map((trace) => trace.decides),
      whys.map((why) => decides.test(why)),
    );
  });

test('without a rule for branches, the branch does not matter', async () => {
  const { decision, rule } = await answer('rules: [{name: all, signers: alice}]\n', {
    branch: undefined as never,
  });
  assert.deepEqual([decision.decision, rule?.name], ['allowed', 'all']);
  const onTags = await answer('rules: [{tags: a, signers: alice}, {signers: alice}]\n', {
    branch: undefined as never,
  });
  assert.equal(onTags.decision.decision, 'allowed');
});

const ALL = 'rules: [{name: all, signers: [alice, al, bob], ';
const DETAILS: [
  rules: string,
  over: Partial<ObjectFacts>,
  verdict: Verdict,
  detail: string,
  signer?: string,
][] = [
  [`${ALL}}]`, {}, ALICE, 'alice, by rule "all" (line 5)', 'alice'],
  [`${ALL}}]`, {}, verdictOf('unsigned'), 'rule "all" (line 5) wants a signature'],
  [`${ALL}}]`, {}, verdictOf('invalid', {}), 'rule "all" (line 5) wants a signature that holds'],
  ['rules: [{signers: alice}]', {}, BOB, 'bob is not among the signers of rule "rule 1" (line 5)'],
  [
    'rules: [{signers: alice}]',
    {},
    verdictOf('valid', { subject: 'x' }),
    'rule "rule 1" (line 5) does not name this signer',
  ],
  [
    `${ALL}signerIs: author}]`,
    { authorEmail: 'x@y', committerEmail: 'c@d' },
    BOB,
    'rule "all" (line 5) wants bob to be the author, who is x@y',
  ],
  [
    `${ALL}signerIs: [author, committer]}]`,
    { authorEmail: 'bob@example.com', committerEmail: 'c@d' },
    BOB,
    'rule "all" (line 5) wants bob to be the committer, who is c@d',
  ],
  [
    `${ALL}signerIs: committer}]`,
    { committerEmail: undefined as never },
    BOB,
    'rule "all" (line 5) wants bob to be the committer, who is nobody',
  ],
  [
    `${ALL}signerIs: author}]`,
    { authorEmail: undefined as never },
    BOB,
    'rule "all" (line 5) wants bob to be the author, who is nobody',
  ],
  [
    `${ALL}signerIs: [author, committer]}]`,
    tag('v1', { authorEmail: 'x@y', committerEmail: 'c@d' }),
    BOB,
    'rule "all" (line 5) wants bob to be the tagger, who is c@d',
  ],
  [`${ALL}signerIs: author}]`, tag('v1', { authorEmail: 'x@y' }), BOB, 'bob, by rule "all" (line 5)', 'bob'],
  [`${ALL}signerIs: author}]`, { authorEmail: 'al@example.com' }, ALICE, 'al, by rule "all" (line 5)', 'al'],
  [`${ALL}merges: alice}]`, { parents: ['a', 'b'] }, BOB, 'rule "all" (line 5) does not let bob make merges'],
  [`${ALL}merges: al}]`, { parents: ['a', 'b'] }, ALICE, 'al, by rule "all" (line 5)', 'al'],
  [`${ALL}merges: alice}]`, { parents: ['a'] }, BOB, 'bob, by rule "all" (line 5)', 'bob'],
  [`${ALL}}]`, { parents: ['a', 'b'] }, BOB, 'bob, by rule "all" (line 5)', 'bob'],
  [
    `${ALL}merges: nobody}]`,
    { parents: ['a', 'b'] },
    BOB,
    'rule "all" (line 5) does not let bob make merges',
  ],
  ['rules: [{branches: x, signers: alice}]', {}, ALICE, 'no rule is for this commit'],
  ['rules: [{branches: x, signers: alice}]', tag('v1'), ALICE, 'no rule is for this tag'],
  [
    'rules: [{paths: x, signers: alice}]',
    paths('a', 'b', 'c', 'd'),
    ALICE,
    'no rule is for a, b, c and 1 more',
  ],
  ['rules: [{paths: x, signers: alice}]', paths('a', 'x'), ALICE, 'no rule is for a'],
  [`${ALL}}]`, tag('v1', { tagRef: 'v2' }), ALICE, 'the tag calls itself v1 but is stored as v2'],
];
for (const [rules, over, verdict, detail, signer] of DETAILS)
  test(`an answer says why: ${detail}${signer ? '' : ' (no signer)'} in ${rules.slice(8)}`, async () => {
    const said = await answer(`${rules}\n`, over, verdict);
    assert.equal(said.decision.detail, `the policy: ${detail}`);
    assert.equal(said.signer, signer);
    const byRule = detail.includes('(line 5)');
    assert.equal(said.rule?.line, byRule ? 5 : undefined);
  });

test('if several rules decide, the answer names the first that allows, and the first that refuses', async () => {
  const rules = 'rules: [{name: a, paths: a, signers: alice}, {name: b, paths: b, signers: alice}]\n';
  const allowed = await answer(rules, paths('b', 'a'));
  assert.deepEqual([allowed.decision.decision, allowed.rule?.name], ['allowed', 'a']);
  for (const verdict of [BOB, verdictOf('unsigned')]) {
    const refused = await answer(rules, paths('b', 'a'), verdict);
    assert.deepEqual([refused.decision.decision, refused.rule?.name], ['refused', 'a']);
  }
});

const LIMIT = new PolicyLimitError('this is too much');
const BROKEN = new Error('this is broken');
const rejects = (error: Error) => ({
  paths: () => Promise.reject(error),
  isBefore: () => Promise.reject(error),
});
const ONE_PATH = 'rules: [{paths: a, signers: alice}, {tags: x, signers: alice}]\n';

test('a question that needs too much work has no answer', async () => {
  const { decision, traces, rule, exempt } = await answer(ONE_PATH, rejects(LIMIT));
  assert.deepEqual(decision, { decision: 'cannot-answer', detail: 'the policy: this is too much' });
  assert.deepEqual(
    traces.map(({ decides, why }) => [decides, why]),
    [
      [false, 'this is too much'],
      [false, 'this is too much'],
    ],
  );
  assert.deepEqual([rule, exempt], [undefined, undefined]);
  for (const rules of [
    `revoked: [{signer: alice, since: ${commitId('a')}, reason: x}]\nrules: [{signers: alice}]\n`,
    `requiredSince: ${commitId('a')}\nrules: [{signers: bob}]\n`,
  ]) {
    const said = await answer(rules, rejects(LIMIT));
    assert.deepEqual(said, {
      decision: { decision: 'cannot-answer', detail: 'the policy: this is too much' },
      traces: [],
    });
  }
});

test('a bug during evaluation does not become an answer of the policy', async () => {
  await assert.rejects(answer(ONE_PATH, rejects(BROKEN)), BROKEN);
  await assert.rejects(
    answer(`requiredSince: ${commitId('a')}\nrules: [{signers: bob}]\n`, rejects(BROKEN)),
    BROKEN,
  );
});

test('an exception that has ended is mentioned only when the object is refused', async () => {
  const ended = `exceptions: [{objects: ['${commitId('1')}'], reason: x, until: '2026-01-01'}]\n`;
  const refused = await answer(`${ended}rules: [{signers: alice}]\n`, {}, BOB);
  assert.deepEqual(refused.decision, {
    decision: 'refused',
    reason: 'EXCEPTION_EXPIRED',
    detail:
      'the policy: bob is not among the signers of rule "rule 1" (line 6); its exception (line 5) ended at 2026-01-01T23:59:59Z',
  });
  const unknown = await answer(
    `${ended}rules: [{branches: main, signers: alice}]\n`,
    { branch: undefined as never },
    BOB,
  );
  assert.equal(unknown.decision.decision, 'cannot-answer');
  assert.equal(unknown.decision.reason, undefined);
  const silent = await answer(`${ended}rules: [{branches: x, signers: alice}]\n`, {}, BOB);
  assert.equal(silent.decision.decision, 'not-stated');
});

test('an exemption by age states the date and the rule', async () => {
  const { exempt } = await answer(
    `requiredSince: ${commitId('c')}\nrules: [{name: all, signers: alice}]\n`,
    { isBefore: async (id: string) => id === commitId('c') },
    verdictOf('unsigned'),
  );
  assert.deepEqual(exempt, {
    rule: 'requiredSince of rule "all" (line 6)',
    reason: 'older than cccccccccccc, since which signatures are required',
  });
});

test('an exception that counts leaves the answer as it is', async () => {
  const counts = `exceptions: [{objects: ['${commitId('1')}'], reason: x, until: '2027-01-01'}]\n`;
  const { decision, exempt } = await answer(`${counts}rules: [{signers: alice}]\n`, {}, BOB);
  assert.deepEqual(decision, {
    decision: 'refused',
    reason: 'SIGNER_NOT_ALLOWED',
    detail: 'the policy: bob is not among the signers of rule "rule 1" (line 6)',
  });
  assert.equal(exempt?.rule, 'exception at line 5');
});

test('an exception for an object that is allowed anyway exempts nothing', async () => {
  const counts = `exceptions: [{objects: ['${commitId('1')}'], reason: x, until: '2027-01-01'}]\n`;
  const { decision, exempt } = await answer(`${counts}rules: [{signers: alice}]\n`);
  assert.deepEqual([decision.decision, exempt], ['allowed', undefined]);
});
