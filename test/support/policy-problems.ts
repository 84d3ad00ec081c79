import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRepositoryPolicy } from '../../core/repository-policy/parse.js';
import { NOW } from './policy.js';

/** The problems in the text of a policy, as `LINE:COLUMN severity CODE`. */
export async function problemsOf(text: string): Promise<string[]> {
  const { problems } = await readRepositoryPolicy(text, 'p', NOW);
  return problems.map(({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`);
}

/** A part of a policy, and all its problems, as `LINE:COLUMN severity CODE message`. */
export type Told = readonly [part: string, ...told: string[]];

/** A test for each part: that exactly these problems are reported, and that it is a policy unless one of them is an error. */
export function testTold(what: string, cases: readonly Told[], textOf: (part: string) => string): void {
  for (const [part, ...told] of cases) {
    const codes = told.map((one) => one.split(' ', 3).join(' ')).join(', ') || 'nothing';
    test(`${what} ${JSON.stringify(part).slice(0, 150)} is told ${codes}`, async () => {
      const { policy, problems } = await readRepositoryPolicy(textOf(part), 'p', NOW);
      const found = problems.map(
        ({ line, column, severity, code, message }) => `${line}:${column} ${severity} ${code} ${message}`,
      );
      assert.deepEqual(found, told);
      const isWrong = told.some((one) => one.split(' ')[1] === 'error');
      assert.equal(policy === undefined, isWrong);
    });
  }
}
