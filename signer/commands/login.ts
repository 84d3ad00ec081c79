import { formatTime } from '../../core/encoding/index.js';
import { harmless } from '../../core/text/index.js';
import { askAgent, isSwitchedOff } from '../agent/client.js';
import { debugNote } from '../agent/note.js';
import { surroundings } from '../agent/surroundings.js';
import { parseOptions } from '../arguments/options.js';
import { SignerError, UsageError } from '../errors.js';
import { writeAll, writeError } from '../output/write.js';

const ONE_SHOT = 'git can sign all the same: every signature then signs in by itself';

/**
 * `waxseal login`: signs in, so that the signatures of the next minutes ask for nothing.
 * @returns 0, or 1 when it failed
 * @throws SignerError AGENT_NOT_STARTED
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { positionals } = parseOptions('login', argv, {});
  if (positionals.length > 0) throw new UsageError('login takes no operands');
  const why = isSwitchedOff(process.env) ? 'WAXSEAL_AGENT is off' : undefined;
  const answer = why
    ? ({ type: 'without-agent', why } as const)
    : await askAgent({ type: 'login', surroundings: surroundings(process.env, process.cwd()) }, 'signed-in');
  if (answer.type === 'without-agent')
    throw new SignerError(
      'AGENT_NOT_STARTED',
      `nobody can stay signed in: ${harmless(answer.why)}`,
      ONE_SHOT,
    );
  if (answer.type === 'failed') {
    writeError(`${answer.lines.join('\n')}\n`);
    if (answer.details) debugNote(`failed\n${answer.details}`);
    return answer.status;
  }
  const { subject, issuer, validUntil } = answer;
  writeAll(1, `signed in as ${harmless(subject)} (${harmless(issuer)}) until ${formatTime(validUntil)}\n`);
  return 0;
}
