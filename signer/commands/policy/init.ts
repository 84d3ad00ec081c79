import { writeNewPolicy } from '../../../act/policy/write.js';
import { proposePolicy, USUAL_PROPOSAL_COUNT } from '../../../inspect/policy/propose.js';
import { UsageError } from '../../errors.js';
import { configFlags } from '../../options/common.js';
import { parseOptions } from '../../options/parse.js';
import { openJudge } from '../../run/judge.js';
import { openSession } from '../../session.js';
import { progress } from '../../terminal/buffered.js';
import { writeAll } from '../../terminal/write.js';
import { POLICY_INIT } from './specs.js';

/**
 * `waxseal policy init`: proposes a policy from the signers of the default branch. Prints it to standard output or, with `--write`,
 * writes a new `.waxseal.yaml`.
 * @returns 0
 * @throws RepositoryPolicyError if nobody can be proposed, or if there already is a policy
 */
export async function init(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(POLICY_INIT, argv);
  if (positionals.length > 0) throw new UsageError('policy init takes no operands');
  const count = values['max-count'] ?? String(USUAL_PROPOSAL_COUNT);
  if (!/^[1-9]\d{0,6}$/.test(count)) throw new UsageError('--max-count is not a number');
  const { config } = await openSession(configFlags(values['trusted-root'], values['policy-branch']));
  const policyBranch = config.policyBranch.value;
  const place = { env: process.env, ...(policyBranch !== undefined && { policyBranch }) };
  const judge = await openJudge(config, values.online ?? config.verifyOnline.value);
  const shown = progress();
  let text: string;
  try {
    text = await proposePolicy(judge, place, { maxCount: Number(count), onStep: () => shown.step() });
  } finally {
    shown.end();
  }
  if (!values.write) writeAll(1, text);
  else writeAll(1, `${await writeNewPolicy(text, place)} written: read it before you commit it\n`);
  return 0;
}
