import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBounded, LARGEST_POLICY } from '../../../core/repository-policy/editing.js';
import {
  allowsSigner,
  Expressions,
  exactly,
  matching,
  parseIdentityPolicy,
} from '../../../core/signer-policy/index.js';
import { PolicyLimitError, Work } from '../../../core/signer-policy/work.js';
import { GOOGLE } from '../../support/policy.js';
import { found } from '../../support/policy-problems.js';

const ALICE = `signers:\n  alice: {issuer: ${GOOGLE}, subject: alice@example.com}\n`;
const RULES = 'rules:\n  - signers: alice\n';
const list = (length: number, make: (i: number) => string) =>
  Array.from({ length }, (_, i) => make(i)).join(',');

async function codesOf(text: string): Promise<string[]> {
  return (await found(text)).problems.map(({ code }) => code);
}

test('a policy may have 256 KiB and no more', async () => {
  assert.equal(LARGEST_POLICY, 262_144);
  const most = `${ALICE}${RULES}#`.padEnd(LARGEST_POLICY, 'x');
  assert.deepEqual(await codesOf(most), []);
  assert.deepEqual(await codesOf(`${most}x`), ['POLICY_TOO_LARGE']);
  assert.deepEqual([isBounded(most), isBounded(`${most}x`)], [true, false]);
});

const NESTED: [name: string, text: string, bounded: boolean][] = [
  ['16 lists in each other', `${'['.repeat(16)}${']'.repeat(16)}`, true],
  ['17 lists in each other', `${'['.repeat(17)}${']'.repeat(17)}`, false],
  ['16 mappings in each other', `${'{'.repeat(16)}${'}'.repeat(16)}`, true],
  ['17 mappings in each other', `${'{'.repeat(17)}${'}'.repeat(17)}`, false],
  ['9 lists of a mapping in each other', '[{'.repeat(9), false],
  ['many lists beside each other', `[${'[],'.repeat(40)}]`, true],
  ['many mappings beside each other', `[${'{},'.repeat(40)}]`, true],
  ['16 dashes', `${'- '.repeat(16)}a`, true],
  ['17 dashes', `${'- '.repeat(17)}a`, false],
  ['17 dashes on a later line', `a\n  ${'- '.repeat(17)}a`, false],
  ['17 question marks', `${'? '.repeat(17)}a`, false],
  ['17 colons', `${': '.repeat(17)}a`, false],
  ['17 dashes in a text', `a${'- '.repeat(17)}a`, true],
  ['63 spaces before a text', `${' '.repeat(63)}a`, true],
  ['64 spaces before a text', `${' '.repeat(64)}a`, false],
  ['64 spaces on a later line', `a:\n${' '.repeat(70)}b`, false],
  ['64 spaces before a comment', `a\n${' '.repeat(64)}# b`, true],
  ['64 spaces alone', `a\n${' '.repeat(64)}\nb`, true],
  ['64 spaces within a line', `a${' '.repeat(64)}b`, true],
];
for (const [name, text, bounded] of NESTED)
  test(`${name} ${bounded ? 'may be parsed' : 'are not parsed'}`, async () => {
    assert.equal(isBounded(text), bounded);
    assert.equal((await codesOf(text)).includes('POLICY_TOO_LARGE'), !bounded);
    if (!bounded) assert.deepEqual(await codesOf(text), ['POLICY_TOO_LARGE']);
  });

test('at most a hundred problems are reported', async () => {
  const unknown = (count: number) =>
    `${ALICE}${RULES}${Array.from({ length: count }, (_, i) => `x${i}: 1\n`).join('')}`;
  assert.equal((await codesOf(unknown(99))).length, 99);
  assert.equal((await codesOf(unknown(100))).length, 100);
  assert.equal((await codesOf(unknown(101))).length, 100);
  const broken = (count: number) => '}\n'.repeat(count);
  assert.equal((await codesOf(broken(300))).length, 100);
  assert.ok((await codesOf(broken(300))).every((code) => code === 'POLICY_SYNTAX'));
});

const COUNTS: [of: string, most: number, text: (count: number) => string][] = [
  ['signers', 5000, (count) => `signers: {${list(count, (i) => `s${i}: {}`)}}\n${RULES}`],
  ['rules', 500, (count) => `${ALICE}rules: [${list(count, () => 'x')}]\n`],
  ['revocations', 1000, (count) => `${ALICE}${RULES}revoked: [${list(count, () => 'x')}]\n`],
  ['exceptions', 1000, (count) => `${ALICE}${RULES}exceptions: [${list(count, () => 'x')}]\n`],
  [
    'objects of an exception',
    10_000,
    (count) => `${ALICE}${RULES}exceptions: [{objects: [${list(count, (i) => `x${i}`)}]}]\n`,
  ],
  [
    'addresses of a signer',
    1000,
    (count) =>
      `signers: {alice: {issuer: i, subject: s, emails: [${list(count, (i) => `x${i}`)}]}}\n${RULES}`,
  ],
  ['keys of a signer', 100, (count) => `signers: {alice: {ssh: [${list(count, (i) => `x${i}`)}]}}\n${RULES}`],
  [
    'branches',
    1000,
    (count) => `${ALICE}rules: [{signers: alice, branches: [${list(count, (i) => `x${i}`)}]}]\n`,
  ],
  ['signers of a rule', 1000, (count) => `${ALICE}rules: [{signers: [${list(count, (i) => `x${i}`)}]}]\n`],
  [
    'persons',
    2,
    (count) => `${ALICE}rules: [{signers: alice, signerIs: [${list(count, (i) => `x${i}`)}]}]\n`,
  ],
];
for (const [of, most, text] of COUNTS)
  test(`there are up to ${most} ${of}`, async () => {
    assert.ok(!(await codesOf(text(most))).includes('POLICY_TOO_LARGE'));
    assert.ok((await codesOf(text(most + 1))).includes('POLICY_TOO_LARGE'));
  });

test('the user’s own list may have a million characters and 10,000 identities', async () => {
  const most = '#'.padEnd(1_000_000, 'x');
  assert.deepEqual((await parseIdentityPolicy(most, 'p')).rules, []);
  await assert.rejects(parseIdentityPolicy(`${most}x`, 'p'), { code: 'POLICY_TOO_LARGE' });
  const identities = (count: number) => `identities:\n${'  - issuer: a\n    subject: b\n'.repeat(count)}`;
  assert.equal((await parseIdentityPolicy(identities(10_000), 'p')).rules.length, 10_000);
  await assert.rejects(parseIdentityPolicy(identities(10_001), 'p'), { code: 'POLICY_TOO_LARGE' });
});

test('work stops after the last allowed step, and stays stopped', () => {
  const work = new Work('this', 10);
  work.spend(10);
  assert.equal(work.isSpent, false);
  const over = { name: 'PolicyLimitError', code: 'POLICY_LIMIT', message: /^this takes more work/ };
  assert.throws(() => work.spend(1), over);
  assert.equal(work.isSpent, true);
  assert.throws(() => work.spend(0), PolicyLimitError);
});

test('one answer may take fifty million steps', () => {
  new Work('this').spend(50_000_000);
  assert.throws(() => new Work('this').spend(50_000_001), PolicyLimitError);
});

test('an expression may have 4096 characters and compile to 2000 steps', async () => {
  const bad = { code: 'POLICY_BAD_REGEXP' };
  const compile = (pattern: string) => new Expressions().compile('subject', pattern);
  const flags = '(?i:)'.repeat(819);
  assert.equal(flags.length, 4095);
  await compile(`${flags}x`);
  await assert.rejects(compile(`${flags}xy`), { ...bad, message: /longer than 4096/ });
  const { size } = await compile('a'.repeat(100));
  const most = 'a'.repeat(2000 - (size - 100));
  assert.equal((await compile(most)).size, 2000);
  await assert.rejects(compile(`${most}a`), {
    ...bad,
    message: /^the regular expression for subject repeats too much/,
  });
});

test('an expression whose repetitions multiply beyond 8000 is not compiled, whatever its result would be', async () => {
  const empty = (count: number) => `(?:){${count}}`;
  const { size } = await new Expressions().compile('subject', `${empty(1000)}${empty(1000)}`);
  assert.ok(size < 2000);
  await assert.rejects(new Expressions().compile('subject', `${empty(1000)}${empty(1000)}a`), {
    code: 'POLICY_BAD_REGEXP',
  });
});

test('the expressions of one policy may have 100,000 steps in total, each expression counted once', async () => {
  const expressions = new Expressions();
  const steps4000 = (i: number) => `(?:){999}${String(i).padStart(4, 'a')}`;
  for (let i = 0; i < 25; i++) await expressions.compile('subject', steps4000(i));
  await expressions.compile('issuer', steps4000(0));
  await assert.rejects(expressions.compile('subject', 'b'), {
    code: 'POLICY_TOO_LARGE',
    message: /more than 100000 steps from the one for subject on/,
  });
});

test('an expression is matched against at most 4096 characters, an exact value against any number', async () => {
  const any = await matching('subject', 'a*', true, new Expressions());
  assert.equal(any.test('a'.repeat(4096)), true);
  assert.equal(any.test('a'.repeat(4097)), false);
  const exact = exactly('subject', 'a'.repeat(5000));
  assert.equal(exact.size, 0, 'it takes no steps that count');
  assert.equal(exact.test('a'.repeat(5000)), true);
  const signer = { subject: 'a'.repeat(5000), issuer: 'i', claims: {} };
  const policy = { source: 'p', rules: [{ matches: [exact] }], otherwise: 'refused' } as const;
  assert.equal(allowsSigner(policy, signer).decision, 'allowed');
});

test('a policy that is too large is one problem at its beginning', async () => {
  const { problems } = await found('x'.repeat(LARGEST_POLICY + 1), 'the policy');
  assert.deepEqual(problems, [
    {
      severity: 'error',
      code: 'POLICY_TOO_LARGE',
      line: 1,
      column: 1,
      message: 'the policy is larger than 262144 characters',
    },
  ]);
});

test('expressions that are too large in total are reported once', async () => {
  const signers = Array.from(
    { length: 28 },
    (_, i) => `  s${i}: {issuer: i, subjectRegExp: '(?:){999}${String(i).padStart(4, 'a')}'}\n`,
  );
  const all = Array.from({ length: 28 }, (_, i) => `s${i}`).join(', ');
  const text = (extra: string) => `signers:\n${signers.join('')}${extra}rules: [{signers: [${all}]}]\n`;
  assert.deepEqual(await codesOf(text('')), ['POLICY_TOO_LARGE']);
  assert.deepEqual(await codesOf(`version: 2\n${text('')}`), ['POLICY_BAD_VALUE', 'POLICY_TOO_LARGE']);
  const broken = `  bad: {issuer: i, subjectRegExp: '(?=x)'}\n  bad2: {issuer: i, subjectRegExp: '(?=y)'}\n`;
  const codes = (await codesOf(text(broken))).filter((code) => code !== 'POLICY_WITHOUT_EFFECT');
  assert.deepEqual(codes, ['POLICY_TOO_LARGE']);
});
