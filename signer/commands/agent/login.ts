import { formatTime } from '../../../core/encoding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import { allowCommitter, forgetAgreements } from '../../../io/consent/index.js';
import { askAgent, endAgent, isSwitchedOff } from '../../agent/client.js';
import { debugNote } from '../../agent/note.js';
import { agentPlaces } from '../../agent/reach.js';
import { surroundings } from '../../agent/surroundings.js';
import { AGREED } from '../../consent/index.js';
import { SignerError, UsageError } from '../../errors.js';
import { parseOptions } from '../../options/parse.js';
import { writeAll, writeError } from '../../terminal/write.js';
import { LOGIN } from './specs.js';

const ONE_SHOT = 'git can sign all the same: every signature then signs in by itself';

/** Withdraws every agreement. Also ends the agent, which may have a certificate from under such an agreement. */
async function forget(): Promise<number> {
  const count = await forgetAgreements(process.env);
  await Promise.all(agentPlaces(process.env).map((place) => endAgent(place, 'logout')));
  writeAll(
    1,
    count === 0
      ? 'nothing was agreed to\n'
      : `forgotten: ${count} ${count === 1 ? 'agreement' : 'agreements'} to publish; the next signature asks. What was published stays.\n`,
  );
  return 0;
}

/**
 * `waxseal login`: signs in, so that the next signatures need no sign-in. `--agree` agrees to what they publish;
 * `--for` lets the identity sign for a committer with another address;
 * `--forget-consent` withdraws every such agreement and does not sign in.
 * @returns 0, or 1 if it failed
 * @throws SignerError AGENT_NOT_STARTED
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(LOGIN, argv);
  if (positionals.length > 0) throw new UsageError('login takes no operands');
  if (values['forget-consent']) {
    if (values.agree ?? values.for)
      throw new UsageError('--forget-consent cannot be combined with another option');
    return forget();
  }
  const why = isSwitchedOff(process.env) ? 'WAXSEAL_AGENT is off' : undefined;
  const answer = why
    ? ({ type: 'without-agent', why } as const)
    : await askAgent(
        () => ({ type: 'login', surroundings: surroundings(process.env, process.cwd()) }),
        'signed-in',
        values.agree ? AGREED : undefined,
      );
  if (answer.type === 'without-agent')
    throw new SignerError(
      'AGENT_NOT_STARTED',
      `nobody can stay signed in: ${harmless(answer.why)}`,
      'hint' in answer && answer.hint !== undefined ? `${harmless(answer.hint)}; ${ONE_SHOT}` : ONE_SHOT,
    );
  if (answer.type === 'failed') {
    writeError(`${answer.lines.join('\n')}\n`);
    if (answer.details) debugNote(`failed\n${answer.details}`);
    return answer.status;
  }
  const { subject, issuer, validUntil } = answer;
  writeAll(1, `signed in as ${harmless(subject)} (${harmless(issuer)}) until ${formatTime(validUntil)}\n`);
  if (values.for !== undefined) {
    await allowCommitter(process.env, { identity: subject, committer: values.for });
    writeAll(1, `${harmless(subject)} may sign for ${harmless(values.for)}\n`);
  }
  return 0;
}
