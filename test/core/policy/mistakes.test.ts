import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRepositoryPolicy } from '../../../core/repository-policy/parse.js';
import { PolicyError, type PolicyErrorCode } from '../../../core/signer-policy/index.js';
import { commitId, GOOGLE, NOW } from '../../support/policy.js';
import { found, problemsOf } from '../../support/policy-problems.js';

const ALICE = `signers:\n  alice: {issuer: ${GOOGLE}, subject: alice@example.com}\n`;
const RULES = 'rules:\n  - signers: alice\n';

async function messages(text: string): Promise<string> {
  return (await found(text)).problems.map(({ message }) => message).join('\n');
}

const SUBJECT = (field: string) => `signers:\n  alice:\n    issuer: ${GOOGLE}\n    ${field}\n${RULES}`;

const MISTAKES: [name: string, text: string, place: string, code: PolicyErrorCode, says: RegExp][] = [
  ['an empty file', '', '1:1', 'POLICY_BAD_VALUE', /mapping/],
  ['a list', '- a\n', '1:1', 'POLICY_BAD_VALUE', /mapping/],
  [
    'an unknown field',
    `${ALICE}${RULES}requiredsince: x\n`,
    '5:1',
    'POLICY_UNKNOWN_FIELD',
    /did you mean "requiredSince"\?/,
  ],
  [
    'an unknown field of a signer',
    SUBJECT('subjct: a'),
    '4:5',
    'POLICY_UNKNOWN_FIELD',
    /did you mean "subject"\?/,
  ],
  [
    'an unknown field of a rule',
    `${ALICE}rules:\n  - {signers: alice, branch: main}\n`,
    '4:22',
    'POLICY_UNKNOWN_FIELD',
    /did you mean "branches"\?/,
  ],
  [
    'a version of the future',
    `version: 2\n${ALICE}${RULES}`,
    '1:10',
    'POLICY_BAD_VALUE',
    /version must be 1/,
  ],
  ['a list where a text belongs', SUBJECT('subject: [a]'), '4:14', 'POLICY_BAD_VALUE', /must be a text/],
  ['a boolean where a text belongs', SUBJECT('subject: true'), '4:14', 'POLICY_BAD_VALUE', /quotes/],
  ['no rules', ALICE, '1:1', 'POLICY_MISSING_FIELD', /rules is missing/],
  ['an empty list of rules', `${ALICE}rules: []\n`, '3:8', 'POLICY_MISSING_FIELD', /rules is empty/],
  ['no signers', RULES, '1:1', 'POLICY_MISSING_FIELD', /signers is missing/],
  [
    'an empty list of signers',
    `${ALICE}rules:\n  - signers: []\n`,
    '4:14',
    'POLICY_MISSING_FIELD',
    /signers is empty/,
  ],
  [
    'a signer without anything',
    `signers:\n  alice: {}\n${RULES}`,
    '2:10',
    'POLICY_MISSING_FIELD',
    /no identity/,
  ],
  [
    'a signer without issuer',
    `signers:\n  alice: {subject: a}\n${RULES}`,
    '2:10',
    'POLICY_MISSING_FIELD',
    /issuer.*vouches/,
  ],
  [
    'a misspelt signer',
    `${ALICE}rules:\n  - signers: [alcie]\n`,
    '4:15',
    'POLICY_UNKNOWN_SIGNER',
    /did you mean "alice"\?/,
  ],
  ['a repeated signer', `${ALICE}rules:\n  - signers: [alice, alice]\n`, '4:22', 'POLICY_BAD_VALUE', /twice/],
  [
    'a | block with a line break at its end',
    SUBJECT('subject: |\n      alice@example.com'),
    '4:14',
    'POLICY_BAD_VALUE',
    /\|-/,
  ],
  [
    'a > block with a line break at its end',
    SUBJECT('subject: >\n      alice@example.com'),
    '4:14',
    'POLICY_BAD_VALUE',
    />-/,
  ],
  [
    'white space at an end',
    SUBJECT('subject: "alice@example.com "'),
    '4:14',
    'POLICY_BAD_VALUE',
    /white space/,
  ],
  ['a control character', SUBJECT('subject: "a\\x1bb"'), '4:14', 'POLICY_BAD_VALUE', /control/],
  ['a duplicate key', `${ALICE}${RULES}${RULES}`, '5:1', 'POLICY_SYNTAX', /unique/],
  [
    'an anchor',
    `signers: &a\n  alice: {issuer: ${GOOGLE}, subject: b}\n${RULES}`,
    '2:3',
    'POLICY_SYNTAX',
    /anchor/,
  ],
  ['an alias', `${ALICE}rules: *x\n`, '3:8', 'POLICY_SYNTAX', /alias/i],
  [
    'a merge key',
    `${ALICE}rules:\n  - signers: alice\n    <<: {name: x}\n`,
    '5:5',
    'POLICY_SYNTAX',
    /merge keys/,
  ],
  ['a tag', `${ALICE}rules:\n  - signers: !!str alice\n`, '4:20', 'POLICY_SYNTAX', /tags/],
  ['a directive', `%YAML 1.1\n---\n${ALICE}${RULES}`, '1:1', 'POLICY_SYNTAX', /directives/],
  ['a second document', `${ALICE}${RULES}---\n${ALICE}`, '5:1', 'POLICY_SYNTAX', /document/],
  ['a tab', `signers:\n\talice: {}\n`, '2:1', 'POLICY_SYNTAX', /Tab/],
  ['a byte order mark', `\ufeff${ALICE}${RULES}`, '1:1', 'POLICY_SYNTAX', /byte order mark/],
  ['no YAML', 'signers: [\n', '2:1', 'POLICY_SYNTAX', /./],
  [
    'an expression that is not RE2',
    SUBJECT("subjectRegExp: '(?=x)'"),
    '4:20',
    'POLICY_BAD_REGEXP',
    /cannot be used/,
  ],
  [
    'an expression that repeats too much',
    SUBJECT("subjectRegExp: '((a?){100}){10}'"),
    '4:20',
    'POLICY_BAD_REGEXP',
    /repeats too much/,
  ],
  [
    'an expression that repeats more than RE2 takes',
    SUBJECT("subjectRegExp: '((a{100}){100}){100}'"),
    '4:20',
    'POLICY_BAD_REGEXP',
    /repeat/,
  ],
  [
    'a value and an expression for one field',
    `signers:\n  alice: {issuer: ${GOOGLE}, subject: a, subjectRegExp: b}\n${RULES}`,
    '2:60',
    'POLICY_BAD_VALUE',
    /keep one/,
  ],
  [
    '^ at the start only',
    SUBJECT("subjectRegExp: '^alice@example\\.com'"),
    '4:20',
    'POLICY_UNANCHORED',
    /whole value/,
  ],
  [
    '$ at the end only',
    SUBJECT("subjectRegExp: 'alice@example\\.com$'"),
    '4:20',
    'POLICY_UNANCHORED',
    /whole value/,
  ],
  [
    'an open start',
    SUBJECT("subjectRegExp: '.*github\\.com/octo/app/.*'"),
    '4:20',
    'POLICY_UNANCHORED',
    /how it begins/,
  ],
  [
    'an open end after a word',
    SUBJECT("subjectRegExp: 'https://github\\.com/octo.*'"),
    '4:20',
    'POLICY_UNANCHORED',
    /longer name/,
  ],
  [
    'a dot in a host name',
    SUBJECT("subjectRegExp: 'https://github.com/octo/.*'"),
    '4:20',
    'POLICY_UNANCHORED',
    /write https:\/\/github\\\.com\/octo\/\.\*$/m,
  ],
  [
    'a dot in a mail domain',
    SUBJECT("subjectRegExp: '.*@mail.example.com'"),
    '4:20',
    'POLICY_UNANCHORED',
    /\.\*@mail\\\.example\\\.com/,
  ],
  [
    'any issuer',
    `signers:\n  alice: {issuerRegExp: .*, subject: a}\n${RULES}`,
    '2:25',
    'POLICY_UNANCHORED',
    /anybody/,
  ],
  [
    'an unreachable rule',
    `${ALICE}rules:\n  - signers: alice\n  - {name: x, branches: main, signers: alice}\n`,
    '5:5',
    'POLICY_UNREACHABLE_RULE',
    /"rule 1" \(line 4\)/,
  ],
  [
    'a rule whose branches are covered',
    `${ALICE}rules:\n  - {branches: release/**, signers: alice}\n  - {branches: [release/1, release/2], signers: alice}\n`,
    '5:5',
    'POLICY_UNREACHABLE_RULE',
    /narrower rule first/,
  ],
  [
    'a rule of that name',
    `${ALICE}rules:\n  - {name: x, tags: v1, signers: alice}\n  - {name: x, tags: v2, signers: alice}\n`,
    '5:5',
    'POLICY_BAD_VALUE',
    /two rules/,
  ],
  [
    'paths of a tag',
    `${ALICE}rules:\n  - {tags: v1, paths: a, signers: alice}\n`,
    '4:6',
    'POLICY_BAD_VALUE',
    /no paths/,
  ],
  [
    'a folder as a path',
    `${ALICE}rules:\n  - {paths: docs/, signers: alice}\n`,
    '4:13',
    'POLICY_BAD_VALUE',
    /docs\/\*\*/,
  ],
  [
    'a whole ref',
    `${ALICE}rules:\n  - {branches: refs/heads/main, signers: alice}\n`,
    '4:16',
    'POLICY_BAD_VALUE',
    /write main/,
  ],
  [
    'a class in a pattern',
    `${ALICE}rules:\n  - {tags: 'v[0-9]*', signers: alice}\n`,
    '4:12',
    'POLICY_BAD_VALUE',
    /only \*/,
  ],
  [
    'another person',
    `${ALICE}rules:\n  - {signers: alice, signerIs: autor}\n`,
    '4:32',
    'POLICY_BAD_VALUE',
    /did you mean "author"\?/,
  ],
  [
    'merges by somebody who may not sign',
    `signers:\n  alice: {issuer: i, subject: a}\n  bob: {issuer: i, subject: b}\nrules:\n  - {signers: alice, merges: bob}\n  - {tags: x, signers: bob}\n`,
    '5:30',
    'POLICY_WITHOUT_EFFECT',
    /may not sign here/,
  ],
  [
    'signerIs for a key without address',
    `signers:\n  k: {ssh: 'SHA256:${'A'.repeat(43)}'}\nrules:\n  - {signers: k, signerIs: author}\n`,
    '4:18',
    'POLICY_WITHOUT_EFFECT',
    /emails/,
  ],
  [
    'a short commit id',
    `${ALICE}${RULES}requiredSince: 8f3c2a1\n`,
    '5:16',
    'POLICY_BAD_VALUE',
    /whole commit id/,
  ],
  [
    'an OpenPGP key id',
    `signers:\n  alice: {openpgp: 0x0123456789ABCDEF}\n${RULES}`,
    '2:20',
    'POLICY_BAD_VALUE',
    /key id/,
  ],
  [
    'an SSH key that is none',
    `signers:\n  alice: {ssh: ssh-ed25519 AAAA}\n${RULES}`,
    '2:16',
    'POLICY_BAD_VALUE',
    /SHA256/,
  ],
  [
    'an exception without end',
    `${ALICE}${RULES}exceptions:\n  - {objects: ${commitId('a')}, reason: x}\n`,
    '6:5',
    'POLICY_MISSING_FIELD',
    /until is missing/,
  ],
  [
    'an exception without reason',
    `${ALICE}${RULES}exceptions:\n  - {objects: ${commitId('a')}, until: 2027-01-01}\n`,
    '6:5',
    'POLICY_MISSING_FIELD',
    /reason is missing/,
  ],
  [
    'a day that is none',
    `${ALICE}${RULES}exceptions:\n  - {objects: ${commitId('a')}, reason: x, until: 2027-02-29}\n`,
    '6:75',
    'POLICY_BAD_VALUE',
    /date/,
  ],
  [
    'an unknown revoked signer',
    `${ALICE}${RULES}revoked:\n  - {signer: bob, since: 2026-01-01, reason: x}\n`,
    '6:14',
    'POLICY_UNKNOWN_SIGNER',
    /"bob"/,
  ],
  [
    'a name with a control character',
    `signers:\n  "a\\e[2J": {issuer: a, subject: b}\n${RULES}`,
    '2:3',
    'POLICY_BAD_VALUE',
    /short name/,
  ],
];
for (const [name, text, place, code, says] of MISTAKES)
  test(`${name} is an error at its line and column`, async () => {
    const all = await problemsOf(text);
    assert.ok(all.includes(`${place} error ${code}`), `${text}\n${all.join('\n')}\n${await messages(text)}`);
    assert.match(await messages(text), says);
    await assert.rejects(parseRepositoryPolicy(text, 'p', NOW), (error: unknown) => {
      assert.ok(error instanceof PolicyError);
      assert.match(error.message, /^p:\d+:\d+: [^\n]+$/);
      return true;
    });
  });
