import { unixNow } from '../../io/clock.js';
import { protectedBranch, writeNewPolicy } from '../../io/policy/index.js';
import { parseOptions } from '../arguments/options.js';
import { configFlags } from '../arguments/verify-options.js';
import { SignerError, UsageError } from '../errors.js';
import { judgeHistory, progress } from '../history/index.js';
import { writeAll } from '../output/write.js';
import { openSession } from '../session.js';
import { openJudge } from '../verify/judge.js';
import { Proposal } from './propose.js';

const TEXT = { type: 'string' } as const;
const SWITCH = { type: 'boolean' } as const;
const USUAL_COUNT = 1000;

/**
 * `waxseal policy init`: proposes a policy from who signed on the default branch, on standard output or, with `--write`, as
 * a new `.waxseal.yaml`.
 * @returns 0
 * @throws SignerError when nobody can be proposed, RepositoryPolicyError when there is one already
 */
export async function init(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions('policy', argv, {
    write: SWITCH,
    online: SWITCH,
    'max-count': { ...TEXT, short: 'n' },
    'trusted-root': TEXT,
  });
  if (positionals.length > 0) throw new UsageError('policy init takes no operands');
  const count = values['max-count'] ?? String(USUAL_COUNT);
  if (!/^[1-9]\d{0,6}$/.test(count)) throw new UsageError('--max-count is not a number');
  const { config } = await openSession(configFlags(values['trusted-root']));
  const branch = await protectedBranch({ env: process.env });
  if (!branch) throw new SignerError('POLICY_UNREADABLE', 'there is no commit here to propose a policy from');
  const judge = await openJudge(config, values.online ?? config.verifyOnline.value);
  const selection = { revisions: [`${branch.commit}`], maxCount: Number(count) };
  const { verdicts } = await judgeHistory(judge, selection);
  const proposal = new Proposal();
  const shown = progress();
  try {
    for await (const { verdict } of verdicts) {
      proposal.add(verdict);
      shown.step();
    }
  } finally {
    shown.end();
  }
  if (!proposal.hasSigners)
    throw new SignerError(
      'POLICY_UNREADABLE',
      `no signature of ${branch.shown} holds, so there is nobody to propose`,
      'waxseal verify says why; docs/policy.md has an example to start from',
    );
  const text = proposal.text(branch.shown);
  const { parseRepositoryPolicy } = await import('../../core/policy/repository/parse.js');
  await parseRepositoryPolicy(text, 'the proposal', unixNow());
  if (!values.write) writeAll(1, text);
  else
    writeAll(
      1,
      `${await writeNewPolicy(text, { env: process.env })} written: read it before you commit it\n`,
    );
  return 0;
}
