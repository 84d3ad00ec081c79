import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allowsSigner,
  exactly,
  type IdentityFlags,
  meansSigner,
  PolicyError,
  type PolicyErrorCode,
  parseIdentityPolicy,
  policyOfFlags,
  type SignerFields,
  withIdentity,
} from '../../../core/signer-policy/index.js';
import { PolicyLimitError, Work } from '../../../core/signer-policy/work.js';

const GOOGLE = 'https://accounts.google.com';
const ACTIONS = 'https://token.actions.githubusercontent.com';
const dev: SignerFields = { subject: 'dev@example.com', issuer: GOOGLE, claims: {} };
const workflow: SignerFields = {
  subject: 'https://github.com/octo/app/.github/workflows/release.yml@refs/heads/main',
  issuer: ACTIONS,
  claims: {
    githubWorkflowRepository: 'octo/app',
    githubWorkflowRef: 'refs/heads/main',
    githubWorkflowName: 'Release',
  },
};

async function decides(yaml: string, signer: SignerFields): Promise<string> {
  return allowsSigner(await parseIdentityPolicy(yaml, 'policy.yaml'), signer).decision;
}

function code(expected: PolicyErrorCode, text: RegExp) {
  return (error: unknown) =>
    error instanceof PolicyError && error.code === expected && text.test(error.message);
}

test('an exact identity allows that signer and says nothing about others', async () => {
  const yaml = `identities:\n  - issuer: ${GOOGLE}\n    subject: dev@example.com\n`;
  assert.equal(await decides(yaml, dev), 'allowed');
  assert.equal(await decides(yaml, { ...dev, subject: 'Dev@example.com' }), 'not-stated');
  assert.equal(await decides(yaml, { ...dev, issuer: `${GOOGLE}/` }), 'not-stated');
  assert.equal(await decides(yaml, { ...dev, issuer: 'https://evil.example' }), 'not-stated');
});

test('regular expressions of a policy must match the whole value', async () => {
  const yaml = (subject: string) => `identities:\n  - issuer: ${ACTIONS}\n    subjectRegExp: '${subject}'\n`;
  assert.equal(await decides(yaml('https://github.com/octo/.*'), workflow), 'allowed');
  assert.equal(await decides(yaml('https://github.com/octo/app'), workflow), 'not-stated');
  assert.equal(await decides(yaml('octo|app'), workflow), 'not-stated');
  assert.equal(await decides(yaml('x|https://github.com/octo/.*'), workflow), 'allowed');
});

test('a line break in a subject does not get past an anchored expression', async () => {
  const yaml = `identities:\n  - issuer: ${GOOGLE}\n    subjectRegExp: '.*@example\\.com'\n`;
  assert.equal(await decides(yaml, dev), 'allowed');
  assert.equal(await decides(yaml, { ...dev, subject: 'evil\n@example.com' }), 'not-stated');
  assert.equal(await decides(yaml, { ...dev, subject: 'dev@example.com\n' }), 'not-stated');
});

test('an exact value and an expression for the same field must both match', async () => {
  const yaml = `identities:\n  - {issuer: '${GOOGLE}', subject: dev@example.com, subjectRegExp: 'ops@.*'}\n`;
  assert.equal(await decides(yaml, dev), 'not-stated');
});

test('an expression that would blow up a backtracking engine is decided at once', async () => {
  const yaml = `identities:\n  - issuerRegExp: '(a+)+b'\n    subjectRegExp: '(.*)*x'\n`;
  const long = 'a'.repeat(20_000);
  assert.equal(await decides(yaml, { subject: long, issuer: long, claims: {} }), 'not-stated');
});

test('an empty policy allows nobody', async () => {
  for (const yaml of ['', '# nobody yet\n', 'identities:\n', 'identities: []\n'])
    assert.equal(await decides(yaml, dev), 'not-stated');
});

test('a mistake in a policy is an error that names its place', async () => {
  const cases: [string, PolicyErrorCode, RegExp][] = [
    ['identities: [\n', 'POLICY_SYNTAX', /policy\.yaml:\d+:\d+: /],
    ['identities: []\nidentities: []\n', 'POLICY_SYNTAX', /policy\.yaml:2:1: .*unique/],
    ['a: &x 1\nidentities: *x\n', 'POLICY_SYNTAX', /alias/i],
    ['identity: []\n', 'POLICY_UNKNOWN_FIELD', /"identity"/],
    ['- a\n', 'POLICY_BAD_VALUE', /not a mapping/],
    ['identities: {}\n', 'POLICY_BAD_VALUE', /not a list/],
    ['identities: [dev@example.com]\n', 'POLICY_BAD_VALUE', /identity 1 is not a mapping/],
    ['identities:\n  - issuer: a\n    subjct: b\n', 'POLICY_UNKNOWN_FIELD', /identity 1.*"subjct"/],
    ['identities:\n  - issuer: a\n', 'POLICY_MISSING_FIELD', /neither subject nor subjectRegExp/],
    ['identities:\n  - subject: a\n', 'POLICY_MISSING_FIELD', /neither issuer nor issuerRegExp/],
    ['identities:\n  - issuer: ""\n    subject: a\n', 'POLICY_BAD_VALUE', /issuer is not a text/],
    ['identities:\n  - issuer: 1\n    subject: a\n', 'POLICY_BAD_VALUE', /issuer is not a text/],
    [
      'identities:\n  - issuer: a\n    subject: |\n      dev@example.com\n',
      'POLICY_BAD_VALUE',
      /white space/,
    ],
    ["identities:\n  - issuer: a\n    subjectRegExp: '(?=x)'\n", 'POLICY_BAD_REGEXP', /subject/],
    ['--- \nidentities: []\n---\nidentities: []\n', 'POLICY_SYNTAX', /document/],
  ];
  for (const [yaml, expected, text] of cases)
    await assert.rejects(parseIdentityPolicy(yaml, 'policy.yaml'), code(expected, text), yaml);
});

test('flags demand an identity and an issuer', async () => {
  assert.equal(await policyOfFlags({}), undefined);
  assert.equal(await policyOfFlags({ identity: '', issuerRegexp: '' }), undefined);
  const lacking = code('POLICY_MISSING_FIELD', /must be given too/);
  await assert.rejects(policyOfFlags({ identity: 'dev@example.com' }), lacking);
  await assert.rejects(policyOfFlags({ issuer: GOOGLE }), lacking);
  await assert.rejects(policyOfFlags({ workflowRef: 'refs/heads/main' }), lacking);
});

test('flags decide as in gitsign: expressions are unanchored, and all flags must match', async () => {
  const decide = async (flags: IdentityFlags, signer: SignerFields) => {
    const policy = await policyOfFlags(flags);
    return policy && allowsSigner(policy, signer).decision;
  };
  assert.equal(await decide({ identity: 'dev@example.com', issuer: GOOGLE }, dev), 'allowed');
  assert.equal(await decide({ identity: 'ops@example.com', issuer: GOOGLE }, dev), 'refused');
  assert.equal(await decide({ identityRegexp: 'example', issuerRegexp: 'google' }, dev), 'allowed');
  assert.equal(await decide({ identityRegexp: '^example', issuerRegexp: '.*' }, dev), 'refused');
  assert.equal(
    await decide({ identity: 'dev@example.com', identityRegexp: 'ops', issuer: GOOGLE }, dev),
    'refused',
  );
  const flags = { identityRegexp: 'octo/app', issuer: ACTIONS };
  assert.equal(
    await decide({ ...flags, workflowRef: 'refs/heads/main', workflowName: 'Release' }, workflow),
    'allowed',
  );
  assert.equal(await decide({ ...flags, workflowRef: 'refs/heads/evil' }, workflow), 'refused');
  assert.equal(await decide({ ...flags, workflowSha: 'abc' }, workflow), 'refused');
});

test('each flag about a workflow is compared with its own claim, and with no other', async () => {
  const pairs = [
    ['workflowTrigger', 'githubWorkflowTrigger'],
    ['workflowSha', 'githubWorkflowSha'],
    ['workflowName', 'githubWorkflowName'],
    ['workflowRepository', 'githubWorkflowRepository'],
    ['workflowRef', 'githubWorkflowRef'],
  ] as const;
  for (const [flag] of pairs)
    for (const [other, claim] of pairs) {
      const policy = await policyOfFlags({ identityRegexp: '.*', issuer: ACTIONS, [flag]: 'x' });
      const decided = policy && allowsSigner(policy, { ...workflow, claims: { [claim]: 'x' } }).decision;
      assert.equal(decided, flag === other ? 'allowed' : 'refused', `${flag}, ${claim}`);
    }
});

test('the first key that a list repeats is the one that is named', async () => {
  const named = (place: string) =>
    code('POLICY_SYNTAX', new RegExp(`^policy\\.yaml:${place}: .*Map keys must be unique`));
  const identity = (more: string) => `identities:\n  - issuer: a\n    subject: b\n${more}`;
  for (const [text, place] of [
    [identity('    issuer: c\n'), '4:5'],
    [identity('    issuer: c\n    issuer: d\n  - issuer: a\n    issuer: b\n'), '4:5'],
    ['version: 1\nversion: 1\nidentities:\n  - issuer: a\n    issuer: b\n', '2:1'],
  ] as const)
    await assert.rejects(parseIdentityPolicy(text, 'policy.yaml'), named(place), text);
});

test('a list that is nested deeper than 16 levels is not parsed', async () => {
  const nested = (depth: number) => `identities: ${'['.repeat(depth)}${']'.repeat(depth)}\n`;
  const read = (depth: number) => parseIdentityPolicy(nested(depth), 'policy.yaml');
  await assert.rejects(read(16), code('POLICY_BAD_VALUE', /identity 1 is not a mapping/));
  await assert.rejects(read(17), code('POLICY_TOO_LARGE', /policy\.yaml/));
});

test('adding an identity leaves a long line as it is', async () => {
  const long = `identities:\n  - issuer: a\n    subject: ${'word '.repeat(40)}end\n`;
  const both = await withIdentity(long, 'policy.yaml', { issuer: GOOGLE, subject: 'dev@example.com' });
  assert.ok(both.startsWith(long), both);
});

test('adding an identity keeps the rest of the file, and adds it only once', async () => {
  const me = { issuer: GOOGLE, subject: 'dev@example.com' };
  const fresh = await withIdentity('', 'policy.yaml', me);
  assert.equal(fresh, `identities:\n  - issuer: ${GOOGLE}\n    subject: dev@example.com\n`);
  assert.equal(await withIdentity(fresh, 'policy.yaml', me), fresh);
  const commented = `# mine\nidentities:\n  - issuer: a # first\n    subject: b\n`;
  const both = await withIdentity(commented, 'policy.yaml', me);
  assert.ok(both.startsWith(commented));
  assert.equal(await decides(both, dev), 'allowed');
  await assert.rejects(
    withIdentity('nonsense: 1\n', 'policy.yaml', me),
    code('POLICY_UNKNOWN_FIELD', /nonsense/),
  );
});

test('a hostile subject is written so that it is read back as itself and as nobody else', async () => {
  const subject = 'x\n  - issuerRegExp: .*\n    subjectRegExp: .*';
  const text = await withIdentity('', 'policy.yaml', { issuer: 'a: b # c', subject });
  assert.equal(await decides(text, { issuer: 'a: b # c', subject, claims: {} }), 'allowed');
  assert.equal(await decides(text, dev), 'not-stated');
});

test('an identity that cannot be written into a policy is refused, so that it does not damage the file', async () => {
  const refused = code('POLICY_BAD_VALUE', /white space/);
  await assert.rejects(
    withIdentity('', 'policy.yaml', { issuer: GOOGLE, subject: 'dev@example.com\n' }),
    refused,
  );
  await assert.rejects(
    withIdentity('', 'policy.yaml', { issuer: '', subject: 'dev' }),
    code('POLICY_BAD_VALUE', /text/),
  );
});

test('a rule without matches means nobody; a rule with several means a signer who fulfils all of them', () => {
  assert.equal(meansSigner({ matches: [] }, dev), false);
  const [subject, issuer, claim] = [
    exactly('subject', 'dev@example.com'),
    exactly('issuer', GOOGLE),
    exactly('githubWorkflowName', 'Release'),
  ];
  assert.equal(meansSigner({ matches: [subject, issuer] }, dev), true);
  assert.equal(meansSigner({ matches: [subject, claim] }, dev), false);
  assert.equal(meansSigner({ matches: [claim] }, workflow), true);
  assert.equal(
    meansSigner({ matches: [subject] }, { ...dev, scheme: 'ssh' }),
    false,
    'a name chosen by its maker',
  );
});

test('comparing with an exact value takes one step, also when it differs', () => {
  for (const subject of ['dev@example.com', 'other@example.com']) {
    const one = { matches: [exactly('subject', subject)] };
    const work = new Work('this', 1);
    meansSigner(one, dev, work);
    assert.equal(work.isSpent, false);
    assert.throws(() => meansSigner(one, dev, work), PolicyLimitError);
  }
});

test('a list of identities says nothing about signers whom it does not name', async () => {
  assert.deepEqual(await parseIdentityPolicy('', 'policy.yaml'), {
    source: 'policy.yaml',
    rules: [],
    otherwise: 'not-stated',
  });
});

test('a decision by a list names the rule that allowed, or the list that does not allow the signer', async () => {
  const list = await parseIdentityPolicy('identities:\n  - {issuer: a, subjectRegExp: b+}\n', 'policy.yaml');
  assert.deepEqual(allowsSigner(list, { issuer: 'a', subject: 'bb', claims: {} }), {
    decision: 'allowed',
    detail: 'allowed by policy.yaml: issuer = a, subject ~ b+',
  });
  assert.deepEqual(allowsSigner(list, dev), {
    decision: 'not-stated',
    detail: 'policy.yaml does not name this signer',
  });
  const flags = await policyOfFlags({ identity: 'a', issuer: 'b' });
  assert.deepEqual(flags && allowsSigner(flags, dev), {
    decision: 'refused',
    detail: 'not among the signers allowed by the command line',
  });
});

test('a file that is not a list is not overwritten with one', async () => {
  const me = { issuer: GOOGLE, subject: 'dev@example.com' };
  await assert.rejects(withIdentity('- a\n', 'policy.yaml', me), code('POLICY_BAD_VALUE', /not a mapping/));
});

test('an identity is already listed only if issuer and subject are equal and the entry has no other condition', async () => {
  const me = { issuer: GOOGLE, subject: 'dev@example.com' };
  const entry = (issuer: string, subject: string, more = '') =>
    `  - {issuer: '${issuer}', subject: '${subject}'${more}}\n`;
  const mine = entry(me.issuer, me.subject);
  for (const list of [mine, entry('a', 'b') + mine, mine + entry('a', 'b')])
    assert.equal(await withIdentity(`identities:\n${list}`, 'p', me), `identities:\n${list}`);
  for (const list of [
    entry(me.issuer, 'b'),
    entry('a', me.subject),
    entry(me.issuer, me.subject, ', subjectRegExp: x'),
  ]) {
    const text = `identities:\n${list}`;
    const extended = await withIdentity(text, 'p', me);
    assert.ok(extended.length > text.length, list);
    assert.equal(await decides(extended, dev), 'allowed');
  }
});
