import { join } from 'node:path';
import * as run from '../../io/run-directory.js';
import { networkVariables } from './surroundings.js';

export { ancestorObjection, type Objection } from '../../io/run-directory.js';

/** Where an agent is reached. Absolute paths. */
export interface AgentPlace {
  readonly directory: string;
  /** Where it listens: a socket, or on Windows the file that holds the name of its pipe. */
  readonly socket: string;
  /** Held by whoever is starting an agent. */
  readonly lock: string;
}

/**
 * Where the agent of these surroundings is: in $XDG_RUNTIME_DIR/waxseal, else in the user's cache. Clients that reach the
 * network in another way (proxy, certificate authorities) or have another home have an agent of their own.
 */
export function agentPlace(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): AgentPlace {
  const directory = run.runDirectory(env, platform);
  const name = `agent-${shortHash(JSON.stringify([run.homeOf(env), networkVariables(env)]))}`;
  return {
    directory,
    socket: join(directory, `${name}${run.socketSuffix(platform)}`),
    lock: join(directory, `${name}.lock`),
  };
}

// FNV-1a, 64 bits: it names a file and protects nothing; node:crypto would cost the client milliseconds.
function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text, 'utf8'))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(36);
}

/** Whether a socket can have this path at all. */
export function isTooLong({ socket }: AgentPlace, platform: NodeJS.Platform = process.platform): boolean {
  return run.isTooLong(socket, platform);
}

/** What is wrong with the directory; `missing` when there is none yet. */
export function directoryObjection({ directory }: AgentPlace): run.Objection | 'missing' {
  return run.directoryObjection(directory);
}

/** What is wrong with what lies where the agent's socket should be; `missing` when nothing does. */
export function socketObjection({ socket }: AgentPlace): run.Objection | 'missing' {
  return run.socketObjection(socket);
}

/**
 * What to connect to: the socket itself, or the pipe whose name the file holds.
 * @throws Error when the file does not hold such a name
 */
export function connectAddress({ socket }: AgentPlace, platform: NodeJS.Platform = process.platform): string {
  return run.connectAddress(socket, platform);
}
