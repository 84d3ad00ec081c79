import {
  type Config,
  type ConfigSources,
  mayRepositorySetTrust,
  resolveConfig,
  userDirectories,
} from '../../io/config/index.js';
import { type GitConfigEntry, readGitConfig, repositoryInfo } from '../../io/git/index.js';
import type { JudgePlace } from './types.js';

/** Command-line flags that set a configuration value. */
export type ConfigFlags = NonNullable<ConfigSources['flags']>;

/** The configuration in force, and the git configuration it was made from. */
export interface Session {
  readonly config: Config;
  readonly gitConfig: readonly GitConfigEntry[];
}

/**
 * The configuration in force at a place. A repository's own settings about trust count only if the user listed that
 * repository. The list is read only when it is needed.
 * @param known git's configuration there, if it was read before
 * @throws ConfigError, GitError
 */
export async function openSession(
  place: JudgePlace,
  flags: ConfigFlags = {},
  known?: readonly GitConfigEntry[],
): Promise<Session> {
  const { env } = place;
  const gitConfig = known ?? (await readGitConfig(place));
  const config = resolveConfig({ gitConfig, env, flags });
  if (!config.ignored.some(({ why }) => why === 'repository-may-not-set-trust')) return { config, gitConfig };
  const { commonDir } = await repositoryInfo(place);
  const allowLocalTrust = mayRepositorySetTrust(userDirectories(env).config, commonDir);
  return {
    config: allowLocalTrust ? resolveConfig({ gitConfig, env, flags, allowLocalTrust }) : config,
    gitConfig,
  };
}
