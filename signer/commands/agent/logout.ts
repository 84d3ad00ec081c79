import { endAgent } from '../../agent/client.js';
import { agentPlaces } from '../../agent/reach.js';
import { UsageError } from '../../errors.js';
import { parseOptions } from '../../options/parse.js';
import { writeAll } from '../../terminal/write.js';
import { LOGOUT } from './specs.js';

/**
 * `waxseal logout`: ends every agent of this user and its keys.
 * @returns 0, even if there was none
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { positionals } = parseOptions(LOGOUT, argv);
  if (positionals.length > 0) throw new UsageError('logout takes no operands');
  const ended = await Promise.all(agentPlaces(process.env).map((place) => endAgent(place, 'logout')));
  const any = ended.some(Boolean);
  writeAll(1, any ? 'signed out: the agent ends, and its keys with it\n' : 'nobody was signed in\n');
  return 0;
}
