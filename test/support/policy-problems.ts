import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../core/finding/index.js';
import { problemJson } from '../../core/render/index.js';
import { readRepositoryPolicy } from '../../core/repository-policy/parse.js';
import { POLICY_SENTENCES, type PolicyErrorCode, policyMessage } from '../../core/signer-policy/index.js';
import { NOW } from './policy.js';

/** The problems in the text of a policy, as the command reports them in JSON. */
export async function found(text: string, source = 'p') {
  const { policy, findings } = await readRepositoryPolicy(text, source, NOW);
  return { policy, findings, problems: findings.map((finding) => problemJson(finding, [POLICY_SENTENCES])) };
}

/** The problems in the text of a policy, as `LINE:COLUMN severity CODE`. */
export async function problemsOf(text: string): Promise<string[]> {
  const { problems } = await found(text);
  return problems.map(({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`);
}

/** A part of a policy, and all its problems, as `LINE:COLUMN severity CODE message`. */
export type Told = readonly [part: string, ...told: string[]];

/** A test for each part: that exactly these problems are reported, and that it is a policy unless one of them is an error. */
export function testTold(what: string, cases: readonly Told[], textOf: (part: string) => string): void {
  for (const [part, ...told] of cases) {
    const codes = told.map((one) => one.split(' ', 3).join(' ')).join(', ') || 'nothing';
    test(`${what} ${JSON.stringify(part).slice(0, 150)} is told ${codes}`, async () => {
      const { policy, findings, problems } = await found(textOf(part));
      const said = problems.map(
        ({ line, column, severity, code, message }) => `${line}:${column} ${severity} ${code} ${message}`,
      );
      assert.deepEqual(said, told);
      assert.deepEqual(
        findings.map(({ level }) => level),
        told.map((one) => one.split(' ')[1]),
      );
      const isWrong = told.some((one) => one.split(' ')[1] === 'error');
      assert.equal(policy === undefined, isWrong);
    });
  }
}

/** What a rule says in one of its variants, with more values than a part of the reader gives by itself. */
export function sentenceOf(
  rule: PolicyErrorCode,
  { variant, values }: { readonly variant: string; readonly values?: Finding['values'] },
  more: Finding['values'],
): string {
  return policyMessage({ rule, variant, values: { ...more, ...values }, level: 'error' });
}
