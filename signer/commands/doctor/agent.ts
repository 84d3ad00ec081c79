import type { SetUp, SetUpCheck } from '../../../inspect/set-up/index.js';
import { fail, ok, warn } from '../../../inspect/set-up/result.js';
import { isSwitchedOff } from '../../agent/client.js';
import {
  type AgentPlace,
  directoryObjection,
  isTooLong,
  socketObjection,
  startObjection,
  unusable,
} from '../../agent/place.js';
import { reach } from '../../agent/reach.js';

/** A set-up with the place of its agent. */
export interface SetUpWithAgent extends SetUp {
  readonly place: AgentPlace;
}

/** Checks that the agent's directory and socket belong to this user alone, and that the agent answers. */
export const agent: SetUpCheck<SetUpWithAgent> = async ({ config, env, place }) => {
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
  const objection = directory === 'missing' ? startObjection(place) : directory;
  if (objection) {
    const { unsafe, hint } = unusable(objection);
    return [fail('agent', unsafe, hint)];
  }
  if (directory === 'missing') return [ok('agent', 'not running; the next signature starts it')];
  const socket = socketObjection(place);
  if (socket !== undefined && socket !== 'missing')
    return [warn('agent', socket.why, 'run: waxseal logout; the next signature replaces it')];
  const reached = await reach(place);
  if (!('conversation' in reached)) {
    const full = startObjection(place);
    if (full === undefined) return [ok('agent', 'not running; the next signature starts it')];
    const { unsafe, hint } = unusable(full);
    return [fail('agent', unsafe, hint)];
  }
  reached.conversation.close();
  return [ok('agent', `listens at ${place.socket}`)];
};
