import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { POLICY_FIELDS, readRepositoryPolicy } from '../../../core/repository-policy/parse.js';
import { EXCEPTION_FIELDS, REVOKED_FIELDS } from '../../../core/repository-policy/read-lists.js';
import { RULE_FIELDS } from '../../../core/repository-policy/read-rule.js';
import { SIGNER_FIELDS } from '../../../core/repository-policy/read-signer.js';
import { commitId, GOOGLE, NOW } from '../../support/policy.js';

const schema = JSON.parse(readFileSync('schemas/waxseal.schema.json', 'utf8'));
const valid = new Ajv({ strict: false, allErrors: true }).compile(schema);
const example = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/policy.md', 'utf8'))?.[1] ?? '';

test('the published schema knows the fields the program knows, and no others', () => {
  const names = (part: { properties: object }) => Object.keys(part.properties).sort();
  const { definitions } = schema;
  assert.deepEqual(names(schema), [...POLICY_FIELDS].sort());
  assert.deepEqual(names(definitions.signer), [...SIGNER_FIELDS].sort());
  assert.deepEqual(names(definitions.rule), [...RULE_FIELDS].sort());
  assert.deepEqual(names(definitions.revocation), [...REVOKED_FIELDS].sort());
  assert.deepEqual(names(definitions.exception), [...EXCEPTION_FIELDS].sort());
});

test('the example of docs/policy.md is valid by the schema', () => {
  assert.ok(valid(parse(example)), JSON.stringify(valid.errors));
});

test('the schema is part of the package', () => {
  assert.ok(JSON.parse(readFileSync('package.json', 'utf8')).files.includes('schemas/'));
});

const SIGNERS = `signers: {alice: {issuer: ${GOOGLE}, subject: a@example.com}}\n`;
const RULES = 'rules: [{signers: alice}]\n';
const BOTH: [name: string, text: string, good: boolean][] = [
  ['the least', SIGNERS + RULES, true],
  [
    'a list of ways',
    `signers: {alice: [{ssh: 'SHA256:${'A'.repeat(43)}'}, {openpgp: '${'AB'.repeat(20)}'}]}\n${RULES}`,
    true,
  ],
  ['empty lists of exceptions', `${SIGNERS}${RULES}exceptions: []\nrevoked:\n`, true],
  [
    'a revoked subject',
    `${SIGNERS}${RULES}revoked: [{subject: b, since: ${commitId('a')}, reason: x}]\n`,
    true,
  ],
  ['no rules', SIGNERS, false],
  ['an unknown field', `${SIGNERS}${RULES}foo: 1\n`, false],
  [
    'an identity without issuer beside a key',
    `signers: {alice: {subject: a, ssh: 'SHA256:${'A'.repeat(43)}'}}\n${RULES}`,
    false,
  ],
  ['a subject said twice', `signers: {alice: {issuer: i, subject: a, subjectRegExp: a}}\n${RULES}`, false],
  ['paths of tags', `${SIGNERS}rules: [{tags: a, paths: b, signers: alice}]\n`, false],
  ['a short id', `${SIGNERS}${RULES}requiredSince: abcdef0\n`, false],
  [
    'an exception without end',
    `${SIGNERS}${RULES}exceptions: [{objects: ${commitId('a')}, reason: x}]\n`,
    false,
  ],
  ['nobody revoked', `${SIGNERS}${RULES}revoked: [{since: 2026-01-01, reason: x}]\n`, false],
  ['an empty list of signers', `${SIGNERS}rules: [{signers: []}]\n`, false],
  ['a folder pattern', `${SIGNERS}rules: [{paths: /a, signers: alice}]\n`, false],
];
for (const [name, text, good] of BOTH)
  test(`schema and program agree about ${name}`, async () => {
    const { policy, findings } = await readRepositoryPolicy(text, 'p', NOW);
    assert.equal(policy !== undefined, good, JSON.stringify(findings));
    assert.equal(valid(parse(text)), good, JSON.stringify(valid.errors));
  });
