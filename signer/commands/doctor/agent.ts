import { isSwitchedOff } from '../../agent/client.js';
import { directoryObjection, isTooLong, socketObjection } from '../../agent/place.js';
import { reach } from '../../agent/reach.js';
import { fail, ok, warn } from './finding.js';
import type { DoctorCheck } from './types.js';

/** Checks that the agent's directory and socket belong to this user alone, and that the agent answers. */
export const agent: DoctorCheck = async ({ config, env, place }) => {
  if (isSwitchedOff(env) || !config.agent.value)
    return [
      warn(
        'agent',
        'is off: every signature signs in by itself',
        'run: git config --global waxseal.agent true',
      ),
    ];
  if (isTooLong(place))
    return [
      warn(
        'agent',
        `the path ${place.socket} is too long for a socket`,
        'set XDG_RUNTIME_DIR to a shorter path',
      ),
    ];
  const directory = directoryObjection(place);
  if (directory === 'missing') return [ok('agent', 'not running; the next signature starts it')];
  if (directory)
    return [
      fail('agent', directory.why, `run: chmod 700 ${place.directory} (or remove it, if it is not yours)`),
    ];
  const socket = socketObjection(place);
  if (socket !== undefined && socket !== 'missing')
    return [warn('agent', socket.why, 'run: waxseal logout; the next signature replaces it')];
  const reached = await reach(place);
  if (!('conversation' in reached)) return [ok('agent', 'not running; the next signature starts it')];
  reached.conversation.close();
  return [ok('agent', `listens at ${place.socket}`)];
};
