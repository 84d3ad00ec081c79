import { FileError } from './error.js';

/** What Node puts in the place of bytes that are not UTF-8. The path is then another one. */
const NOT_UTF8 = '\uFFFD';

/** The variables whose paths decide what is read and written, by us and by git. */
const PATHS = [
  ...['HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_RUNTIME_DIR'],
  ...['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR'],
];

/**
 * Refuses an environment in which a path of the user's is not UTF-8. Node cannot hand such a path on: we would read and write
 * elsewhere, and git, started by us, would not find the user's configuration.
 * @throws FileError PATH_NOT_UTF8
 */
export function requireReadablePaths(env: NodeJS.ProcessEnv): void {
  const name = PATHS.find((one) => env[one]?.includes(NOT_UTF8));
  if (name === undefined) return;
  throw new FileError(
    'PATH_NOT_UTF8',
    `the path in ${name} is not UTF-8, and Node.js cannot open it`,
    `set ${name} to a path that is UTF-8 (a link with such a name will do)`,
  );
}

/**
 * Refuses a path of the repository, as git writes it, that is not UTF-8.
 * @throws FileError PATH_NOT_UTF8
 */
export function requireReadablePath(path = ''): void {
  if (!path.includes(NOT_UTF8)) return;
  throw new FileError(
    'PATH_NOT_UTF8',
    'the path of this repository is not UTF-8, and Node.js cannot open it',
    'move or rename the directory',
  );
}
