import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { harmless } from '../../../core/harmless/index.js';
import { jsonDocument } from '../../../core/render/json.js';
import type { PolicyProblem } from '../../../core/signer-policy/index.js';
import { unixNow } from '../../../io/clock.js';
import { repositoryInfo } from '../../../io/git/index.js';
import { POLICY_FILE, readPolicyFile } from '../../../io/repository-policy/index.js';
import { UsageError } from '../../errors.js';
import { oneOf, parseOptions } from '../../options/parse.js';
import { writeAll } from '../../terminal/write.js';
import { POLICY_CHECK } from './specs.js';

function count(problems: readonly PolicyProblem[], severity: PolicyProblem['severity']): string | undefined {
  const number = problems.filter((problem) => problem.severity === severity).length;
  return number === 0 ? undefined : `${number} ${severity}${number === 1 ? '' : 's'}`;
}

/** Every problem in one line `FILE:LINE:COLUMN: severity: message [CODE]`, and a last line that sums up. */
export function checkText(file: string, problems: readonly PolicyProblem[]): string {
  const name = harmless(file);
  const lines = problems.map(
    ({ line, column, severity, code, message }) =>
      `${name}:${line}:${column}: ${severity}: ${harmless(message)} [${code}]`,
  );
  const counts = [count(problems, 'error'), count(problems, 'warning')].filter(Boolean);
  return [...lines, `${name}: ${counts.join(', ') || 'no mistakes'}`, ''].join('\n');
}

/** The policy at the top of this work tree, as it is reached from here; below it is where people stand. */
async function policyHere(): Promise<string> {
  const { topLevel } = await repositoryInfo({ env: process.env }).catch(() => ({ topLevel: undefined }));
  const file = topLevel === undefined ? POLICY_FILE : relative('', join(topLevel, POLICY_FILE));
  if (!existsSync(file))
    throw new UsageError(
      `there is no ${POLICY_FILE} here`,
      '"waxseal policy init" proposes one, or name the file: waxseal policy check FILE',
    );
  return file;
}

/**
 * `waxseal policy check [FILE]`: the mistakes of a policy with their places.
 * @returns 0 when it can be used, 1 when it has errors
 * @throws RepositoryPolicyError when the file cannot be read, UsageError
 */
export async function check(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(POLICY_CHECK, argv);
  const [named, ...more] = positionals;
  if (more.length > 0) throw new UsageError('policy check takes one file');
  const format = oneOf('--format', values.format ?? 'text', ['text', 'json']);
  const file = named ?? (await policyHere());
  const text = await readPolicyFile(file);
  const { readRepositoryPolicy } = await import('../../../core/repository-policy/parse.js');
  const { policy, problems } = await readRepositoryPolicy(text, file, unixNow());
  const usable = policy !== undefined;
  const found = problems.map((problem) => ({ ...problem }));
  writeAll(
    1,
    format === 'json' ? jsonDocument({ file, usable, problems: found }) : checkText(file, problems),
  );
  return usable ? 0 : 1;
}
