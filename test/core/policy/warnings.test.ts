import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRepositoryPolicy, readRepositoryPolicy } from '../../../core/repository-policy/parse.js';
import type { PolicyErrorCode } from '../../../core/signer-policy/index.js';
import { commitId, GOOGLE, NOW } from '../../support/policy.js';
import { problemsOf } from '../../support/policy-problems.js';

const ALICE = `signers:\n  alice: {issuer: ${GOOGLE}, subject: alice@example.com}\n`;
const RULES = 'rules:\n  - signers: alice\n';
const SUBJECT = (field: string) => `signers:\n  alice:\n    issuer: ${GOOGLE}\n    ${field}\n${RULES}`;

const WARNINGS: [name: string, text: string, place: string, code: PolicyErrorCode][] = [
  [
    'an exception that has ended',
    `${ALICE}${RULES}exceptions:\n  - {objects: ${commitId('a')}, reason: x, until: 2026-01-01}\n`,
    '6:75',
    'POLICY_EXPIRED',
  ],
  [
    'a signer no rule names',
    `${ALICE}  bob: {issuer: a, subject: b}\n${RULES}`,
    '3:3',
    'POLICY_WITHOUT_EFFECT',
  ],
  ['^ and $ at both ends', SUBJECT("subjectRegExp: '^.*@example\\.com$'"), '4:20', 'POLICY_UNANCHORED'],
  [
    'a key revoked by date',
    `signers:\n  k: {ssh: 'SHA256:${'A'.repeat(43)}'}\nrules: [{signers: k}]\nrevoked:\n  - {signer: k, since: 2026-01-01, reason: x}\n`,
    '5:24',
    'POLICY_WITHOUT_EFFECT',
  ],
];
for (const [name, text, place, code] of WARNINGS)
  test(`${name} is a warning, and the policy still counts`, async () => {
    assert.deepEqual(await problemsOf(text), [`${place} warning ${code}`]);
    await parseRepositoryPolicy(text, 'p', NOW);
  });

test('rules that only overlap are not called unreachable', async () => {
  const rules = [
    '{branches: main, paths: a/**, signers: alice}',
    '{branches: main, signers: alice}',
    '{branches: "*", paths: a/**, signers: alice}',
    '{tags: v*, signers: alice}',
    '{signers: alice}',
  ];
  assert.deepEqual(await problemsOf(`${ALICE}rules:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`), []);
});

test('ids that look like numbers are read as written', async () => {
  for (const id of ['1234567890123456789012345678901234567890', '12e4567890123456789012345678901234567890']) {
    const policy = await parseRepositoryPolicy(`requiredSince: ${id}\n${ALICE}${RULES}`, 'p', NOW);
    assert.equal(policy.rules[0]?.requiredSince, id);
  }
});

test('hostile files are refused at once, without a crash', async () => {
  const bomb = ['a: &a [x, x]', ...Array.from({ length: 40 }, (_, i) => `b${i}: &b${i} [*a, *a]`)].join('\n');
  for (const text of [
    '['.repeat(200_000),
    '{a: '.repeat(60_000),
    '- '.repeat(100_000),
    '? '.repeat(100_000),
    Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    bomb,
    `rules: ${'x'.repeat(300_000)}`,
    `signers:\n${Array.from({ length: 6000 }, (_, i) => `  s${i}: {}`).join('\n')}\n`,
    `${ALICE}rules:\n${'  - {}\n'.repeat(2000)}`,
    '\0'.repeat(1000),
    `${ALICE}rules:\n${'  - signers: nobody-here\n'.repeat(400)}`,
  ]) {
    const { policy, findings } = await readRepositoryPolicy(text, 'p', NOW);
    assert.equal(policy, undefined);
    assert.ok(findings.length > 0 && findings.length <= 100, `${text.slice(0, 20)}: ${findings.length}`);
  }
});
