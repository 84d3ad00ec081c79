import { readFileSync, realpathSync } from 'node:fs';
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

/** A path with a leading `~/` expanded, as git does for its own path values. */
export function expandHome(path: string, env: NodeJS.ProcessEnv): string {
  return path.startsWith('~/') ? join(homeOf(env), path.slice(2)) : path;
}

/**
 * True when the file `trusted-repositories` in the user's configuration directory names this repository. The file
 * has one absolute path of a git directory (`RepositoryInfo.commonDir`) in each line, and `#` starts a comment.
 * Links are resolved on both sides. A missing or unreadable file names no repository.
 */
export function mayRepositorySetTrust(configDirectory: string, commonDir: string): boolean {
  let lines: string[];
  try {
    lines = readFileSync(join(configDirectory, 'trusted-repositories'), 'utf8').split('\n');
  } catch {
    return false;
  }
  const wanted = resolved(commonDir);
  const listed = lines.map((line) => line.trim()).filter((line) => isAbsolute(line));
  return listed.map(resolved).includes(wanted);
}

function resolved(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
