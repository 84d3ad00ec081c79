/** The user's directories for Waxseal. Absolute paths; nothing is created. */
export interface UserDirectories {
  /** `$XDG_CONFIG_HOME/waxseal`, `~/Library/Application Support/waxseal`, `%APPDATA%\waxseal`. */
  readonly config: string;
  /** `$XDG_CACHE_HOME/waxseal`, `~/Library/Caches/waxseal`, `%LOCALAPPDATA%\waxseal`. */
  readonly cache: string;
}

/** Where this user's configuration and caches live. */
export function userDirectories(_env: NodeJS.ProcessEnv): UserDirectories {
  throw new Error('not built yet');
}

/** True when the user's `trusted-repositories` file (one absolute git directory a line) names this git directory. */
export function mayRepositorySetTrust(_configDirectory: string, _commonDir: string): Promise<boolean> {
  throw new Error('not built yet');
}
