import { type ConfigFlags, openSession as openSessionAt, type Session } from '../inspect/basis/session.js';
import { expandHome } from '../io/config/index.js';
import { setDebugLog } from '../io/debug-log.js';
import type { GitConfigEntry, GitPlace } from '../io/git/index.js';

export type { ConfigFlags, Session } from '../inspect/basis/session.js';

/** A client's directory and environment, and git's configuration there if it is already known. */
export interface SessionPlace extends GitPlace {
  readonly gitConfig?: readonly GitConfigEntry[];
}

/**
 * The configuration in force in the current directory, or in the directory of a client of the agent. A repository's own settings
 * about trust count only if the user listed the repository. That list is read only when it matters.
 * @throws ConfigError, GitError
 */
export async function openSession(flags: ConfigFlags = {}, client: SessionPlace = {}): Promise<Session> {
  const { gitConfig: known, env = process.env, ...place } = client;
  const session = await openSessionAt({ ...place, env }, flags, known);
  const { value: debugLog } = session.config.debugLog;
  if (env === process.env && debugLog !== undefined) setDebugLog(expandHome(debugLog, env));
  return session;
}
