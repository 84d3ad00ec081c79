import {
  type Config,
  type ConfigSources,
  expandHome,
  mayRepositorySetTrust,
  resolveConfig,
  userDirectories,
} from '../io/config/index.js';
import { setDebugLog } from '../io/debug-log.js';
import { type GitConfigEntry, type GitPlace, readGitConfig, repositoryInfo } from '../io/git/index.js';

/** Command-line flags that set a configuration value. */
export type ConfigFlags = NonNullable<ConfigSources['flags']>;

/** The configuration in force, and git's own from which it was resolved. */
export interface Session {
  readonly config: Config;
  readonly gitConfig: readonly GitConfigEntry[];
}

/** A client's directory and environment, and git's configuration there where it is known already. */
export interface SessionPlace extends GitPlace {
  readonly gitConfig?: readonly GitConfigEntry[];
}

/**
 * The configuration in force in the current directory, or in that of a client of the agent. A repository's own settings
 * about trust count only where the user listed the repository; whether he did is looked up only when it matters.
 * @throws ConfigError, GitError
 */
export async function openSession(flags: ConfigFlags = {}, client: SessionPlace = {}): Promise<Session> {
  const { gitConfig: known, ...place } = client;
  const { env = process.env } = place;
  const gitConfig = known ?? (await readGitConfig({ ...place, env }));
  const config = resolveConfig({ gitConfig, env, flags });
  if (env === process.env && config.debugLog.value !== undefined)
    setDebugLog(expandHome(config.debugLog.value, env));
  if (!config.ignored.some(({ why }) => why === 'repository-may-not-set-trust')) return { config, gitConfig };
  const { commonDir } = await repositoryInfo({ ...place, env });
  const allowLocalTrust = await mayRepositorySetTrust(userDirectories(env).config, commonDir);
  return {
    config: allowLocalTrust ? resolveConfig({ gitConfig, env, flags, allowLocalTrust }) : config,
    gitConfig,
  };
}
