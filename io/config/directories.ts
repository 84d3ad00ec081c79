import { isAbsolute, join } from 'node:path';
import { homeOf } from '../run-directory.js';

/** The user's directories for Waxseal. Absolute paths; nothing is created. */
export interface UserDirectories {
  /** `$XDG_CONFIG_HOME/waxseal`, `~/Library/Application Support/waxseal`, `%APPDATA%\waxseal`. */
  readonly config: string;
  /** `$XDG_CACHE_HOME/waxseal`, `~/Library/Caches/waxseal`, `%LOCALAPPDATA%\waxseal`. */
  readonly cache: string;
}

/**
 * Where this user's configuration and caches are. XDG variables count on every system. A relative one is ignored
 * (XDG spec).
 */
export function userDirectories(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): UserDirectories {
  const home = homeOf(env);
  const absolute = (path: string | undefined) => (path && isAbsolute(path) ? path : undefined);
  const [config, cache] =
    platform === 'darwin'
      ? [join(home, 'Library', 'Application Support'), join(home, 'Library', 'Caches')]
      : platform === 'win32'
        ? [
            absolute(env['APPDATA']) ?? join(home, 'AppData', 'Roaming'),
            absolute(env['LOCALAPPDATA']) ?? join(home, 'AppData', 'Local'),
          ]
        : [join(home, '.config'), join(home, '.cache')];
  return {
    config: join(absolute(env['XDG_CONFIG_HOME']) ?? config, 'waxseal'),
    cache: join(absolute(env['XDG_CACHE_HOME']) ?? cache, 'waxseal'),
  };
}

/** The file with the path of the Node that set-up recorded for the launcher. */
export function nodeRecord(env: NodeJS.ProcessEnv): string {
  return join(userDirectories(env).config, 'node');
}

/** A path with a leading `~/` expanded, as git does for its own path values. */
export function expandHome(path: string, env: NodeJS.ProcessEnv): string {
  return path.startsWith('~/') ? join(homeOf(env), path.slice(2)) : path;
}
