import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { codeOf } from '../../io/write-objection.js';
import { type Conversation, converse } from './conversation.js';
import {
  type AgentPlace,
  agentPlace,
  connectAddress,
  directoryObjection,
  isTooLong,
  socketObjection,
  type Unusable,
  unusable,
} from './place.js';

/** The running agent, or why there is none. An `unsafe` place is never used; at an `absent` one an agent may be started. */
export type Reached =
  | { readonly conversation: Conversation }
  | Unusable
  | {
      readonly absent: AgentPlace;
      /** An agent may be there all the same: connecting to it failed in an unusual way. */
      readonly unreachable?: true;
    };

/** Connects to the agent for this environment, after checking that its directory and socket belong to this user alone. */
export function reachAgent(env: NodeJS.ProcessEnv): Promise<Reached> {
  return reach(agentPlace(env));
}

/** The places of all agents of this user, running or not, whatever their network settings. */
export function agentPlaces(env: NodeJS.ProcessEnv): AgentPlace[] {
  const { directory, socket } = agentPlace(env);
  const suffix = extname(socket);
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    // Where the names cannot be listed, the agent of these network settings can still be tried.
    names = [basename(socket)];
  }
  return names
    .filter((name) => name.startsWith('agent-') && name.endsWith(suffix))
    .map((name) => ({
      directory,
      socket: join(directory, name),
      lock: join(directory, `${basename(name, suffix)}.lock`),
    }));
}

/** The same as {@link reachAgent}, for a known place. */
export async function reach(place: AgentPlace): Promise<Reached> {
  if (isTooLong(place))
    return unusable({
      why: `the path ${place.socket} is too long for a socket`,
      remedy: 'use a shorter path',
    });
  const directory = directoryObjection(place);
  if (directory === 'missing') return { absent: place };
  if (directory) return unusable(directory);
  // The directory is ours alone, so a wrong file in it may be replaced.
  if (socketObjection(place) !== undefined) return { absent: place };
  let address: string;
  try {
    address = connectAddress(place);
  } catch {
    return { absent: place };
  }
  const conversation = await converse(address);
  if (conversation === 'nobody') return { absent: place };
  return conversation === 'unreachable' ? { absent: place, unreachable: true } : { conversation };
}
