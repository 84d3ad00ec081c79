import {
  type Config,
  type ConfigSources,
  type IgnoredSetting,
  resolveConfig,
  SET_UP_SETTINGS,
  setUpValues,
  userDirectories,
} from '../../io/config/index.js';
import { requireReadablePaths } from '../../io/files/readable-paths.js';
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
 * The configuration in force at a place. A repository's own settings about trust count only as set-up wrote them. What
 * it wrote is read only when it is needed.
 * @param known git's configuration there, if it was read before
 * @throws ConfigError, GitError, FileError PATH_NOT_UTF8
 */
export async function openSession(
  place: JudgePlace,
  flags: ConfigFlags = {},
  known?: readonly GitConfigEntry[],
): Promise<Session> {
  const { env } = place;
  requireReadablePaths(env);
  const gitConfig = known ?? (await readGitConfig(place));
  const config = resolveConfig({ gitConfig, env, flags });
  const byName: readonly string[] = SET_UP_SETTINGS;
  // Set-up writes into a repository's own file. A user's file with a relative path counts for nothing, and needs no repository.
  const isTheirs = ({ setting, origin }: IgnoredSetting) =>
    byName.includes(setting) &&
    origin.source === 'git' &&
    !['system', 'global', 'command'].includes(origin.scope);
  if (!config.ignored.some(isTheirs)) return { config, gitConfig };
  const { commonDir } = await repositoryInfo(place);
  const setUp = setUpValues(userDirectories(env).config, commonDir);
  return { config: setUp.size > 0 ? resolveConfig({ gitConfig, env, flags, setUp }) : config, gitConfig };
}
