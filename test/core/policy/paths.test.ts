import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluatePolicy, withPolicyAnswer } from '../../../core/repository-policy/index.js';
import type { ReasonCode } from '../../../core/verdict/index.js';
import { commitFacts, GOOGLE, NOW, policyOf, verdictOf } from '../../support/policy.js';

const SIGNERS = `
signers:
  alice: {issuer: ${GOOGLE}, subject: alice@example.com}
  bob: {issuer: ${GOOGLE}, subject: bob@example.com}
`;
const ALICE = verdictOf('valid', {});
const BOB = verdictOf('valid', { subject: 'bob@example.com' });

/** A rule for paths where only alice may sign. Elsewhere both may. */
const GUARDED = (...patterns: string[]) =>
  `${SIGNERS}rules:\n  - {name: guarded, paths: ${JSON.stringify(patterns)}, signers: alice}\n  - {name: rest, signers: [alice, bob]}\n`;

async function said(
  policy: string,
  verdict: typeof ALICE,
  ...changed: string[]
): Promise<ReasonCode | string> {
  const answer = await evaluatePolicy(
    await policyOf(policy),
    commitFacts({ paths: async () => changed }),
    verdict,
    NOW,
  );
  const { outcome, checks } = withPolicyAnswer(verdict, answer);
  return checks.find(({ name }) => name === 'signer')?.reason ?? outcome;
}

const LINKS: [pattern: string, link: string, guarded: boolean][] = [
  ['deploy/**', 'deploy/', true],
  ['deploy/prod/**', 'deploy/', true],
  ['deploy/prod/key.pem', 'deploy/', true],
  ['deploy/prod/key.pem', 'deploy/prod/', true],
  ['deploy/*.yml', 'deploy/', true],
  ['deploy/**', 'deploy/below/', true],
  ['*/secret/**', 'x/', true],
  ['**/package.json', 'vendor/', true],
  ['deplo?/**', 'deploy/', true],
  ['.github/**', '.GitHub/', true],
  ['.github/workflows/*', '.GITHUB/', true],
  ['deploy/**', 'deployment/', false],
  ['deploy/**', 'docs/deploy/', false],
  ['deploy/*.yml', 'deploy/below/', false],
  ['*.md', 'docs/', false],
  ['deploy', 'deploy/', true],
];
for (const [pattern, link, guarded] of LINKS)
  test(`${pattern} ${guarded ? 'covers' : 'does not cover'} a link or submodule ${link.slice(0, -1)}`, async () => {
    assert.equal(await said(GUARDED(pattern), BOB, link), guarded ? 'SIGNER_NOT_ALLOWED' : 'verified');
    assert.equal(await said(GUARDED(pattern), ALICE, link), 'verified');
  });

test('a file is only itself: paths below its name do not exist', async () => {
  for (const pattern of ['deploy/**', 'deploy/*', '**/package.json'])
    assert.equal(await said(GUARDED(pattern), BOB, 'deploy'), 'verified');
});

test('the rule for everything below a link is the rule of the link', async () => {
  const rules = `${SIGNERS}rules:
  - {name: docs, paths: docs/**, signers: bob}
  - {name: packages, paths: '**/package.json', signers: alice}
  - {name: rest, signers: alice}
`;
  assert.equal(await said(rules, BOB, 'docs/'), 'verified');
  assert.equal(await said(rules, BOB, 'docs/latest/'), 'verified', 'the rules below do not reach into docs');
  assert.equal(await said(rules, ALICE, 'docs/'), 'SIGNER_NOT_ALLOWED');
  assert.equal(await said(rules, ALICE, 'other/'), 'verified');
});

test('every rule that may cover something below a link decides', async () => {
  const rules = `${SIGNERS}rules:
  - {name: keys, paths: a/keys/**, signers: alice}
  - {name: notes, paths: a/notes/**, signers: bob}
  - {name: rest, signers: [alice, bob]}
`;
  for (const verdict of [ALICE, BOB]) assert.equal(await said(rules, verdict, 'a/'), 'SIGNER_NOT_ALLOWED');
  assert.equal(await said(rules, BOB, 'a/notes/'), 'verified');
});

test('a link with a rule for only one part has no answer for the rest', async () => {
  const rules = `${SIGNERS}rules: [{paths: a/keys/**, signers: alice}]\n`;
  assert.equal(await said(rules, BOB, 'a/'), 'SIGNER_NOT_ALLOWED');
  assert.equal(await said(rules, ALICE, 'a/'), 'POLICY_CANNOT_ANSWER');
  assert.equal(await said(rules, ALICE, 'b/'), 'SIGNER_NOT_STATED');
});

const SPELLINGS: [pattern: string, path: string][] = [
  ['.github/**', '.GitHub/x'],
  ['.GitHub/**', '.github/x'],
  ['.github/**', '.gITHUB/Workflows/X.YML'],
  ['.github/**', '.g\u200cithub/x'],
  ['.github/**', '\ufeff.github/x'],
  ['.github/**', '.github./x'],
  ['.github/**', '.github /x'],
  ['.github/**', '.github. . /x'],
  ['.github/**', '.github::$INDEX_ALLOCATION/x'],
  ['.github/**', '.github\\workflows\\x'],
  ['.github/**', 'GITHUB~1/x'],
  ['.github/**', 'GI7EBA~1/x'],
  ['.github/workflows/*', 'github~1/WORKFL~1/x'],
  ['.waxseal.yaml', 'WAXSEA~1.YAM'],
  ['.waxseal.yaml', '.waxseal.yaml:stream'],
  ['.waxseal.yaml', '.Waxseal.YAML '],
  ['**/package.json', 'a/PACKAGE.JSON'],
  ['**/package.json', 'a/packag~1.jso'],
  ['caf\u00e9/**', 'cafe\u0301/x'],
  ['cafe\u0301/**', 'CAF\u00c9/x'],
  ['caf?/**', 'cafe\u0301/x'],
  ['strasse/**', 'stra\u00dfe/x'],
  ['kim/**', '\u212aim/x'],
  ['file/**', '\ufb01le/x'],
  ['\u03c3\u03c2/**', '\u03a3\u03a3/x'],
];
for (const [pattern, path] of SPELLINGS)
  test(`${JSON.stringify(pattern)} guards ${JSON.stringify(path)}, which some file systems treat as the same path`, async () => {
    assert.equal(await said(GUARDED(pattern), BOB, path), 'SIGNER_NOT_ALLOWED');
    assert.equal(await said(GUARDED(pattern), ALICE, path), 'verified');
  });

test('a path with an unusual spelling that no pattern has is decided as usual', async () => {
  for (const path of [
    '.githubx/x',
    'github/x',
    'README.md',
    'a~b/x',
    'notes~',
    'x.~1~',
    '.git-hub/x',
    'github~1x/x',
  ])
    assert.equal(await said(GUARDED('.github/**'), BOB, path), 'verified', path);
});

test('the rule for a path’s own spelling decides too, in addition to the rule for the other spelling', async () => {
  const rules = `${SIGNERS}rules:
  - {name: loose, paths: Docs/**, signers: [alice, bob]}
  - {name: strict, paths: docs/**, signers: alice}
`;
  assert.equal(await said(rules, BOB, 'Docs/x'), 'SIGNER_NOT_ALLOWED');
  assert.equal(await said(rules, ALICE, 'Docs/x'), 'verified');
  assert.equal(await said(rules, ALICE, 'docs/x'), 'verified');
  assert.equal(
    await said(rules, ALICE, 'DOCS/x'),
    'POLICY_CANNOT_ANSWER',
    'no rule is for this spelling itself',
  );
  assert.equal(await said(rules, BOB, 'DOCS/x'), 'SIGNER_NOT_ALLOWED');
});

test('a rule below the first rule without paths does not decide about another spelling either', async () => {
  const rules = `${SIGNERS}rules: [{name: all, signers: [alice, bob]}]\n`;
  assert.equal(await said(rules, BOB, '.GitHub/x'), 'verified');
  const below = `${SIGNERS}rules:
  - {name: main, branches: main, signers: [alice, bob]}
  - {name: guarded, paths: .github/**, signers: alice}
`;
  for (const path of ['.GitHub/x', '.github/x', '.github/'])
    assert.equal(await said(below, BOB, path), 'verified', path);
});

test('the first rule for a path decides, however many later rules cover it too', async () => {
  const rules = `${SIGNERS}rules:
  - {name: one, paths: x, signers: [alice, bob]}
  - {name: all, paths: x*, signers: alice}
`;
  assert.equal(await said(rules, BOB, 'x'), 'verified');
  assert.equal(await said(rules, BOB, 'xy'), 'SIGNER_NOT_ALLOWED');
});

test('a rule that names a link itself decides about it', async () => {
  const rules = `${SIGNERS}rules: [{paths: deploy, signers: alice}]\n`;
  assert.equal(await said(rules, ALICE, 'deploy/'), 'verified');
});
