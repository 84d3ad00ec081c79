import { jsonDocument, verdictJson } from '../../../core/render/json.js';
import { holds } from '../../../core/verdict/index.js';
import {
  openRepositoryJudge,
  type RepositoryJudgeOptions,
} from '../../../inspect/commits/repository-judge.js';
import { explainPolicy, noPolicyError } from '../../../inspect/policy/explain.js';
import { readOne } from '../../../io/history/index.js';
import { UsageError } from '../../errors.js';
import { configFlags } from '../../options/common.js';
import { oneOf, parseOptions } from '../../options/parse.js';
import { openJudge } from '../../run/judge.js';
import { openSession } from '../../session.js';
import { writeAll } from '../../terminal/write.js';
import { explainJson, explainText } from './explain-text.js';
import { POLICY_EXPLAIN } from './specs.js';

/**
 * `waxseal policy explain [REV]`: which rule decides about a commit or tag, and why the others do not.
 * @returns 0 if the object passes, 1 if it does not
 * @throws what made an answer impossible
 */
export async function explain(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(POLICY_EXPLAIN, argv);
  const [name = 'HEAD', ...more] = positionals;
  if (more.length > 0) throw new UsageError('policy explain takes one revision');
  const format = oneOf('--format', values.format ?? 'text', ['text', 'json']);
  const { config } = await openSession(configFlags(values['trusted-root'], values['policy-branch']));
  const policyBranch = config.policyBranch.value;
  const place = { env: process.env, ...(policyBranch !== undefined && { policyBranch }) };
  const options: RepositoryJudgeOptions = {
    policyBranch,
    ...(values.policy !== undefined && { file: values.policy }),
    ...(values.branch !== undefined && { branch: values.branch }),
  };
  const object = await readOne({ env: process.env }, name);
  const repository = await openRepositoryJudge({ env: process.env }, options);
  if (!repository) throw await noPolicyError(place);
  try {
    const judge = await openJudge(config, values.online ?? config.verifyOnline.value);
    const found = await explainPolicy(judge, repository, object, name);
    const { verdict } = found;
    const text =
      format === 'json'
        ? jsonDocument({ ...explainJson(found), object: verdictJson(verdict, name) })
        : explainText(found);
    writeAll(1, text);
    return holds(verdict) ? 0 : 1;
  } finally {
    await repository.close();
  }
}
