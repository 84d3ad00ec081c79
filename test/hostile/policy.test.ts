import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PolicyRun } from '../support/judge-by-policy.js';
import { measuredModule } from '../support/measured.js';

const CHILD = join(import.meta.dirname, '..', 'support', 'judge-by-policy.js');
const SIGNER = "signers:\n  alice: {issuer: 'https://accounts.google.com', subject: alice@example.com}\n";
const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));
const rules = (count: number, patterns: number, pattern: (rule: number, i: number) => string) =>
  `rules:\n${list(count, (rule) => `- {name: r${rule}, signers: alice, paths: [${list(patterns, (i) => `'${pattern(rule, i)}'`).join(',')}]}\n`).join('')}`;
const everybody = (count: number, expression: (i: number) => string) =>
  `signers:\n${list(count, (i) => `  s${i}: {issuer: 'https://accounts.google.com', subjectRegExp: '${expression(i)}'}\n`).join('')}rules:\n- {name: all, signers: [s0]}\n`;

/** Node alone takes about 60 MB and a quarter of a second. Before these limits, each of these took ten seconds or gigabytes. */
async function said(policy: string, ...args: string[]): Promise<PolicyRun> {
  assert.ok(policy.length <= 256 * 1024, String(policy.length));
  const { result, cpuSeconds, megabytes } = await measuredModule<PolicyRun>(CHILD, policy, { args });
  assert.ok(cpuSeconds < 8, `${cpuSeconds} s`);
  assert.ok(megabytes < 320, `${megabytes} MB`);
  return result;
}

test('a hundred rules with 120 patterns each are accepted, and decide a commit of 4,000 files', async () => {
  const policy = SIGNER + rules(100, 120, (rule, i) => `d${rule}/f${i}*`);
  const { codes, decisions } = await said(policy, '4000', '3', 'd99/f1');
  assert.deepEqual([codes, decisions], [[], ['allowed', 'allowed', 'allowed']]);
});

test('rules whose patterns are almost all in the rules above are refused by name, and at once', async () => {
  const { codes, messages } = await said(
    SIGNER + rules(480, 80, (rule, i) => (i === 79 ? `x${rule}` : i.toString(36))),
  );
  assert.deepEqual(codes, ['POLICY_TOO_LARGE']);
  assert.match(messages[0] ?? '', /^comparing the patterns of all rules with each other takes more work/);
});

test('patterns that match nearly everything give no answer when there are too many for a commit', async () => {
  const policy = SIGNER + rules(80, 100, (rule, i) => `*a*a*a*${rule}b${i}*`);
  const [decision, detail] = await said(policy, '4000', '1', 'a'.repeat(200)).then(
    ({ decisions, details }) => [decisions[0], details[0]],
  );
  assert.equal(decision, 'cannot-answer');
  assert.match(detail ?? '', /^the policy: matching what this is about .* takes more work/);
});

test('expressions that are too large together are refused by name before they are compiled', async () => {
  const { codes, messages } = await said(everybody(2400, (i) => `s${i}(?:ab{60}){9}@x`));
  const at = codes.indexOf('POLICY_TOO_LARGE');
  assert.equal(codes.lastIndexOf('POLICY_TOO_LARGE'), at, 'once');
  assert.match(messages[at] ?? '', /^the regular expressions are too large together/);
});

test('an expression that would take a second to compile is not compiled, however many there are', async () => {
  const { codes } = await said(everybody(60, (i) => `${i}${'a{1000}'.repeat(500)}`));
  assert.ok(codes.includes('POLICY_BAD_REGEXP'));
});

test('one expression that many signers use is compiled once', async () => {
  const { codes, decisions } = await said(
    everybody(2000, () => '(?:[a-z]{20}){40}@example\\.com').replace('signers: [s0]', 'signers: [s1]'),
  );
  assert.ok(!codes.includes('POLICY_TOO_LARGE'), codes[0]);
  assert.equal(decisions.length, 1);
});

test('a usual number of signers is found among 1,200 expressions for each of 2,000 commits', async () => {
  const { decisions } = await said(
    everybody(1200, (i) => `https://github\\.com/o/r${i}/\\.github/workflows/release\\.yml@refs/tags/.*`),
    '0',
    '2000',
    '',
    'https://github.com/o/r0/.github/workflows/release.yml@refs/tags/v1',
  );
  assert.equal(decisions.filter((decision) => decision === 'allowed').length, 2000);
});

test('unknown names are compared with every signer only for the problems that are reported', async () => {
  const names = list(5000, (i) => `  signerwithaverylongname${i}: {ssh: 'SHA256:${'A'.repeat(43)}'}\n`);
  const signers = names.slice(0, 2400).join('');
  const wrong = list(990, (i) => `signerwithaverylongnome${i}`).join(',');
  const { codes } = await said(`signers:\n${signers}rules:\n- {name: r, signers: [${wrong}]}\n`);
  assert.equal(codes.length, 100);
});
