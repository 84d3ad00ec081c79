import { harmless } from '../../../core/harmless/index.js';
import { endAgent } from '../../agent/client.js';
import { agentPlace, directoryObjection, unusable } from '../../agent/place.js';
import { agentPlaces } from '../../agent/reach.js';
import { SignerError, UsageError } from '../../errors.js';
import { parseOptions } from '../../options/parse.js';
import { writeAll } from '../../terminal/write.js';
import { LOGOUT } from './specs.js';

/**
 * `waxseal logout`: ends every agent of this user and its keys.
 * @returns 0, even if there was none
 * @throws SignerError AGENT_OUT_OF_REACH if it cannot be told whether there is one
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { positionals } = parseOptions(LOGOUT, argv);
  if (positionals.length > 0) throw new UsageError('logout takes no operands');
  const ended = await Promise.all(agentPlaces(process.env).map((place) => endAgent(place, 'logout')));
  const any = ended.includes('ended');
  if (ended.includes('unreachable'))
    throw new SignerError(
      'AGENT_OUT_OF_REACH',
      'an agent does not answer, so you may still be signed in',
      'end it yourself: pkill -f "waxseal.*agent"',
    );
  const objection = directoryObjection(agentPlace(process.env));
  if (!any && objection && objection !== 'missing') {
    const { unsafe, hint } = unusable(objection);
    throw new SignerError(
      'AGENT_OUT_OF_REACH',
      harmless(`it cannot be told whether you are signed in: ${unsafe}`),
      harmless(hint),
    );
  }
  writeAll(1, any ? 'signed out: the agent ends, and its keys with it\n' : 'nobody was signed in\n');
  return 0;
}
