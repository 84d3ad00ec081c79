import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRepositoryPolicy } from '../../../core/repository-policy/parse.js';
import { commitId, GOOGLE, NOW } from '../../support/policy.js';
import { found, type Told, testTold } from '../../support/policy-problems.js';

const ALICE = `signers:\n  alice: {issuer: ${GOOGLE}, subject: alice@example.com}\n`;
const RULES = 'rules:\n  - signers: alice\n';
const BOTH = ALICE + RULES;
const ID = commitId('a');
const KEY = `SHA256:${'A'.repeat(43)}`;
const GOOD_WAY = `issuer: ${GOOGLE}, subject: a@b.example`;

const TEXTS: Told[] = [
  [BOTH],
  [`version: 1\n${BOTH}`],
  [`version: '1'\n${BOTH}`],
  [`version: 2\n${BOTH}`, '1:10 error POLICY_BAD_VALUE version must be 1: this program knows no other'],
  [`version: [1]\n${BOTH}`, '1:10 error POLICY_BAD_VALUE version must be a text'],
  [`requiredSince: ${ID}\n${BOTH}`],
  [
    `requiredSince: ${ID.slice(1)}\n${BOTH}`,
    '1:16 error POLICY_BAD_VALUE requiredSince must be a whole commit id (git rev-parse REV)',
  ],
  [`requiredSince:\n${BOTH}`, '1:15 error POLICY_BAD_VALUE requiredSince must be a text'],
  ['', '1:1 error POLICY_BAD_VALUE a policy must be a mapping (name: value)'],
  ['- a\n', '1:1 error POLICY_BAD_VALUE a policy must be a mapping (name: value)'],
  ['a\n', '1:1 error POLICY_BAD_VALUE a policy must be a mapping (name: value)'],
  [
    '{}\n',
    '1:1 error POLICY_MISSING_FIELD signers is missing: describe who signs',
    '1:1 error POLICY_MISSING_FIELD rules is missing: say who may sign what',
  ],
  [
    `signers: {}\n${RULES}`,
    '1:10 error POLICY_MISSING_FIELD signers is empty: nobody could sign',
    '3:14 error POLICY_UNKNOWN_SIGNER signers names "alice", whom "signers" does not describe',
  ],
  [
    `signers: a\n${RULES}`,
    '1:10 error POLICY_BAD_VALUE signers must be a mapping (name: value)',
    '3:14 error POLICY_UNKNOWN_SIGNER signers names "alice", whom "signers" does not describe',
  ],
  [
    `signers:\n${RULES}`,
    '1:9 error POLICY_BAD_VALUE signers must be a mapping (name: value)',
    '3:14 error POLICY_UNKNOWN_SIGNER signers names "alice", whom "signers" does not describe',
  ],
  [
    ALICE,
    '1:1 error POLICY_MISSING_FIELD rules is missing: say who may sign what',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
  ],
  [
    RULES,
    '1:1 error POLICY_MISSING_FIELD signers is missing: describe who signs',
    '2:14 error POLICY_UNKNOWN_SIGNER signers names "alice", whom "signers" does not describe',
  ],
  [
    `${ALICE}rules:\n`,
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '3:7 error POLICY_MISSING_FIELD rules is empty',
  ],
  [
    `${ALICE}rules: []\n`,
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '3:8 error POLICY_MISSING_FIELD rules is empty',
  ],
  [
    `${ALICE}rules: ''\n`,
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '3:8 error POLICY_MISSING_FIELD rules is empty',
  ],
  [
    `${ALICE}rules: a\n`,
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "alice"',
    '3:8 error POLICY_BAD_VALUE rule 1 must be a mapping (name: value)',
  ],
  [`${ALICE}rules: {signers: alice}\n`],
  [`${BOTH}exceptions:\n`],
  [`${BOTH}exceptions: []\n`],
  [`${BOTH}exceptions: ''\n`, '5:13 error POLICY_MISSING_FIELD exceptions is empty'],
  [`${BOTH}exceptions: a\n`, '5:13 error POLICY_BAD_VALUE an exception must be a mapping (name: value)'],
  [
    `${BOTH}revoked: {}\n`,
    '5:10 error POLICY_MISSING_FIELD a revocation has no identity (issuer and subject) and no key (ssh, openpgp)',
    '5:10 error POLICY_MISSING_FIELD since is missing: say from which date or commit on',
    '5:10 error POLICY_MISSING_FIELD reason is missing: say why',
  ],
  [`${BOTH}revoked: ~\n`],
  [
    `${BOTH}other: 1\n`,
    '5:1 error POLICY_UNKNOWN_FIELD a policy has the unknown field "other"; known are version, signers, rules, requiredSince, revoked, exceptions',
  ],
  [
    `${BOTH}identities: []\n`,
    '5:1 error POLICY_UNKNOWN_FIELD a policy has the unknown field "identities": that is the format of your own list of signers (waxseal.policy); .waxseal.yaml has signers, a name for each, and rules',
  ],
  [`${BOTH}{a: b}: 1\n`, '5:1 error POLICY_SYNTAX With stringKeys, all keys must be strings'],
  [`${BOTH}? [a]\n: 1\n`, '5:3 error POLICY_SYNTAX With stringKeys, all keys must be strings'],
  [
    `${BOTH}exeptions: []\nrevokd: []\n`,
    '5:1 error POLICY_UNKNOWN_FIELD a policy has the unknown field "exeptions"; did you mean "exceptions"?',
    '6:1 error POLICY_UNKNOWN_FIELD a policy has the unknown field "revokd"; did you mean "revoked"?',
  ],
  [
    `signers:\n  nobody: {${GOOD_WAY}}\n  alice: {${GOOD_WAY}}\n${RULES}`,
    '2:3 error POLICY_BAD_VALUE signer "nobody": choose a short name of letters, digits and . _ @ + -',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "nobody"',
  ],
  [
    `signers:\n  -a: {${GOOD_WAY}}\n  alice: {${GOOD_WAY}}\n${RULES}`,
    '2:3 error POLICY_BAD_VALUE signer "-a": choose a short name of letters, digits and . _ @ + -',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "-a"',
  ],
  [
    `signers:\n  a b: {${GOOD_WAY}}\n  alice: {${GOOD_WAY}}\n${RULES}`,
    '2:3 error POLICY_BAD_VALUE signer "a b": choose a short name of letters, digits and . _ @ + -',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "a b"',
  ],
  [
    `signers:\n  ${'a'.repeat(100)}: {${GOOD_WAY}}\n  alice: {${GOOD_WAY}}\n${RULES}`,
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
  ],
  [
    `signers:\n  ${'a'.repeat(101)}: {${GOOD_WAY}}\n  alice: {${GOOD_WAY}}\n${RULES}`,
    '2:3 error POLICY_BAD_VALUE signer "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": choose a short name of letters, digits and . _ @ + -',
    '2:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
  ],
  [`signers:\n  12: {${GOOD_WAY}}\n  1e3: {${GOOD_WAY}}\nrules: [{signers: [12, 1e3]}]\n`],
  [
    `${ALICE}  bob: {${GOOD_WAY}}\nrules:\n  - {signers: alice, merges: bob}\n`,
    '3:3 warning POLICY_WITHOUT_EFFECT no rule names the signer "bob"',
    '5:30 error POLICY_WITHOUT_EFFECT merges names "bob", who may not sign here: add the name to signers',
  ],
  [
    `${ALICE}rules:\n  - {name: a, tags: a, signers: alice}\n  - {name: a, tags: b, signers: alice}\n  - {name: b, tags: c, signers: alice}\n`,
    '5:5 error POLICY_BAD_VALUE two rules are called "a"',
  ],
  [
    `signers: {k: {ssh: '${KEY}'}}\nrules: [{signers: k, signerIs: author}]\n`,
    '2:22 error POLICY_WITHOUT_EFFECT signerIs can never hold for "k": give the addresses of this signer with emails',
  ],
  [
    `signers: {k: {ssh: '${KEY}'}}\nrules: [{signers: [k, zoe], signerIs: committer}]\n`,
    '2:23 error POLICY_UNKNOWN_SIGNER signers names "zoe", whom "signers" does not describe',
    '2:29 error POLICY_WITHOUT_EFFECT signerIs can never hold for "k": give the addresses of this signer with emails',
  ],
  [`signers: {k: {ssh: '${KEY}', emails: a@b}}\nrules: [{signers: k, signerIs: author}]\n`],
  [
    `signers: {k: {ssh: '${KEY}', emails: }}\nrules: [{signers: k, signerIs: author}]\n`,
    '1:82 error POLICY_MISSING_FIELD emails is empty',
    '2:22 error POLICY_WITHOUT_EFFECT signerIs can never hold for "k": give the addresses of this signer with emails',
  ],
  [
    `signers: {k: {issuer: i, subject: 'https://x@y'}}\nrules: [{signers: k, signerIs: author}]\n`,
    '2:22 error POLICY_WITHOUT_EFFECT signerIs can never hold for "k": give the addresses of this signer with emails',
  ],
  [
    `signers: {k: {issuer: i, subject: robot}}\nrules: [{signers: k, signerIs: author}]\n`,
    '2:22 error POLICY_WITHOUT_EFFECT signerIs can never hold for "k": give the addresses of this signer with emails',
  ],
  [
    `signers: {k: {issuer: i@x, subject: robot}}\nrules: [{signers: k, signerIs: author}]\n`,
    '2:22 error POLICY_WITHOUT_EFFECT signerIs can never hold for "k": give the addresses of this signer with emails',
  ],
  [`signers: {k: {issuer: i, subjectRegExp: robot}}\nrules: [{signers: k, signerIs: author}]\n`],
  [
    `signers: {k: {issuerRegExp: i, subject: robot}}\nrules: [{signers: k, signerIs: author}]\n`,
    '2:22 error POLICY_WITHOUT_EFFECT signerIs can never hold for "k": give the addresses of this signer with emails',
  ],
  [`signers: {k: [{ssh: '${KEY}'}, {issuer: i, subject: a@b}]}\nrules: [{signers: k, signerIs: author}]\n`],
  [
    `signers:\n  k: [{ssh: '${KEY}'}, {${GOOD_WAY}}]\nrules: [{signers: k}]\nrevoked: [{signer: k, since: 2026-01-01, reason: x}]\n`,
    '4:30 warning POLICY_WITHOUT_EFFECT nothing proves when SSH and OpenPGP signatures were made: with a date all of them are refused; name a commit to keep older ones',
  ],
  [`${BOTH}a: 1\na: 2\n`, '6:1 error POLICY_SYNTAX Map keys must be unique'],
  [
    `signers: &a\n  alice: {${GOOD_WAY}}\n${RULES}`,
    '2:3 error POLICY_SYNTAX anchors (&name) are not taken: write it out',
  ],
  [
    `signers:\n  alice: &b {${GOOD_WAY}}\nrules: [{signers: &c alice}]\n`,
    '2:13 error POLICY_SYNTAX anchors (&name) are not taken: write it out',
    '3:22 error POLICY_SYNTAX anchors (&name) are not taken: write it out',
  ],
  [`${ALICE}rules: *x\n`, '3:8 error POLICY_SYNTAX aliases (*name) are not taken: write it out'],
  [
    `signers:\n  alice: &a {${GOOD_WAY}}\n  bob: *a\nrules: [{signers: [alice, bob]}]\n`,
    '2:13 error POLICY_SYNTAX anchors (&name) are not taken: write it out',
    '3:8 error POLICY_SYNTAX aliases (*name) are not taken: write it out',
  ],
  [`${ALICE}rules: [{signers: !x alice}]\n`, '3:22 error POLICY_SYNTAX tags (!name) are not taken'],
  [`${ALICE}rules: !x [{signers: alice}]\n`, '3:11 error POLICY_SYNTAX tags (!name) are not taken'],
  [`%YAML 1.1\n---\n${BOTH}`, '1:1 error POLICY_SYNTAX directives (%) are not taken: a policy is YAML 1.2'],
  [`---\n${BOTH}`],
  [`\ufeff${BOTH}`, '1:1 error POLICY_SYNTAX begins with a byte order mark: save it as UTF-8 without one'],
  [
    `a: [\n`,
    '2:1 error POLICY_SYNTAX Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  [
    `${BOTH}---\n${BOTH}`,
    '5:1 error POLICY_SYNTAX Source contains multiple documents; please use YAML.parseAllDocuments()',
  ],
];

testTold('the policy', TEXTS, (text) => text);

test('the error of a policy is its first problem, with the number of further ones', async () => {
  for (const [text, message] of [
    [`${BOTH}a: 1\n`, /^p:5:1: a policy has the unknown field "a"; known are [\w, ]*\w$/],
    [`${BOTH}a: 1\nb: 1\n`, /^p:5:1: .* \(and 1 more: waxseal policy check\)$/],
    [`${BOTH}a: 1\nb: 1\nc: 1\n`, /^p:5:1: .* \(and 2 more: waxseal policy check\)$/],
  ] as const)
    await assert.rejects(parseRepositoryPolicy(text, 'p', NOW), { name: 'PolicyError', message });
});

test('a key that is there twice has a sentence of its own, not one of the parser', async () => {
  const { findings } = await found(`${BOTH}rules: []\n`);
  assert.deepEqual(
    findings.map(({ rule, variant }) => [rule, variant]),
    [['POLICY_SYNTAX', 'same-key']],
  );
});
