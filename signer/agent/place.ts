import { dirname, join } from 'node:path';
import { networkVariables } from '../../io/environment/network.js';
import * as run from '../../io/run-directory.js';
import { inWords, type Objection, writeObjection } from '../../io/write-objection.js';

export { ancestorObjection } from '../../io/run-directory.js';

/** Where to reach an agent. All paths are absolute. */
export interface AgentPlace {
  readonly directory: string;
  /** Where it listens: a socket, or on Windows a file with the name of its pipe. */
  readonly socket: string;
  /** The lock of the process that is starting an agent. */
  readonly lock: string;
}

/**
 * Where the agent for this environment is: in $XDG_RUNTIME_DIR/waxseal, or else in the user's cache. Clients with another home, or
 * with other network settings (proxy, certificate authorities), have an agent of their own.
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

// FNV-1a, 64 bits. It only makes a file name, so it need not be secure; node:crypto would cost the client milliseconds.
function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text, 'utf8'))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(36);
}

/** What keeps an agent from being used at a place, and what to do about it. Both are one line. */
export interface Unusable {
  readonly unsafe: string;
  readonly hint: string;
}

/** An objection to the place of an agent, with what to do. */
export function unusable({ why, remedy }: NonNullable<Objection>): Unusable {
  const elsewhere =
    "set XDG_RUNTIME_DIR to a directory of your own (after su or sudo it may be another user's)";
  return { unsafe: why, hint: remedy === undefined ? elsewhere : `${remedy}, or ${elsewhere}` };
}

/** Whether the path is too long for a socket. */
export function isTooLong({ socket }: AgentPlace, platform: NodeJS.Platform = process.platform): boolean {
  return run.isTooLong(socket, platform);
}

/** What is wrong with the directory; `missing` if there is none yet. */
export function directoryObjection({ directory }: AgentPlace): Objection | 'missing' {
  return run.directoryObjection(directory);
}

/** What would keep an agent from being started where none is, as far as can be seen without writing anything. */
export function startObjection({ directory }: AgentPlace): Objection {
  try {
    return run.ancestorObjection(dirname(directory)) ?? writeObjection(directory);
  } catch (error) {
    return writeObjection(directory) ?? { why: `${directory} cannot be looked at (${inWords(error)})` };
  }
}

/** What is wrong with the file at the path of the agent's socket; `missing` if there is none. */
export function socketObjection({ socket }: AgentPlace): Objection | 'missing' {
  return run.socketObjection(socket);
}

/**
 * The address to connect to: the socket, or the pipe whose name is in the file.
 * @throws Error if the file does not contain such a name
 */
export function connectAddress({ socket }: AgentPlace, platform: NodeJS.Platform = process.platform): string {
  return run.connectAddress(socket, platform);
}
