import { lstatSync, readFileSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, join, parse, resolve } from 'node:path';

// Where programs of one user meet: sockets in a directory that nobody else can enter. Nothing here may import anything that
// is not needed at once: git starts a client of the agent for every signature.

// sun_path has 104 bytes on macOS and 108 on Linux, with the final NUL.
const LONGEST_SOCKET_PATH = 103;
const MOST_LINKS = 40; // as Linux follows in one path
const PIPE = /^\\\\\.\\pipe\\waxseal-[0-9a-f]{32,64}$/;

/** Why a place must not be used; `undefined` where it may. One line without control characters. */
export type Objection = { readonly why: string } | undefined;

/** The directory for sockets of these surroundings: $XDG_RUNTIME_DIR/waxseal, else in the user's cache. Absolute. */
export function runDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = homeOf(env);
  const absolute = (name: string) => (isAbsolute(env[name] ?? '') ? env[name] : undefined);
  const runtime = platform === 'win32' ? undefined : absolute('XDG_RUNTIME_DIR');
  const cache =
    absolute('XDG_CACHE_HOME') ??
    (platform === 'darwin'
      ? join(home, 'Library', 'Caches')
      : platform === 'win32'
        ? (absolute('LOCALAPPDATA') ?? join(home, 'AppData', 'Local'))
        : join(home, '.cache'));
  return runtime === undefined ? join(cache, 'waxseal', 'run') : join(runtime, 'waxseal');
}

/**
 * The home directory of these surroundings: always absolute. An empty or relative one (`HOME= git commit`) would be a directory
 * of the repository at hand, whose files must never count as the user's own.
 */
export function homeOf(env: NodeJS.ProcessEnv): string {
  const named = [env['HOME'], env['USERPROFILE']].find((path) => path !== undefined && isAbsolute(path));
  return named ?? accountHome();
}

/** By the system's list of users, not by the environment; the top of the file system where the user is in none. */
function accountHome(): string {
  try {
    const { homedir } = userInfo();
    if (isAbsolute(homedir)) return homedir;
  } catch {
    // A container's arbitrary user id.
  }
  return parse(process.execPath).root;
}

/** What socket files are called: on Windows a file holds the name of a pipe. */
export function socketSuffix(platform: NodeJS.Platform = process.platform): '.sock' | '.pipe' {
  return platform === 'win32' ? '.pipe' : '.sock';
}

/** Whether a socket can have this path at all. */
export function isTooLong(socket: string, platform: NodeJS.Platform = process.platform): boolean {
  return platform !== 'win32' && Buffer.byteLength(socket) > LONGEST_SOCKET_PATH;
}

/**
 * What is wrong with the directory: it must be a real directory of this user that nobody else can enter, below directories
 * that nobody else can exchange it in. A directory that does not exist yet is `missing`.
 */
export function directoryObjection(directory: string): Objection | 'missing' {
  try {
    return objectionTo(directory);
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    return { why: `${directory} cannot be looked at (${code})` };
  }
}

function objectionTo(directory: string): Objection | 'missing' {
  const own = lstat(directory);
  if (own === undefined) return 'missing';
  if (!own.isDirectory()) return { why: `${directory} is not a directory` };
  if (process.platform === 'win32') return undefined; // its access control list says who may enter, and modes say nothing
  if (own.uid !== process.getuid?.()) return { why: `${directory} belongs to somebody else` };
  if ((own.mode & 0o077) !== 0) return { why: `${directory} can be entered by others` };
  return ancestorObjection(dirname(directory)) ?? ancestorObjection(dirname(realpathSync(directory)));
}

/**
 * What is wrong with the directories above: whoever may rename in one of them could put another in its place. They are looked
 * at as they are written, and each link on the way with the directories above what it names.
 */
export function ancestorObjection(start: string, links = MOST_LINKS): Objection {
  if (links === 0) return { why: `${start} is reached by too many links` };
  for (let path = start; ; path = dirname(path)) {
    const stats = lstat(path);
    if (stats && stats.uid !== 0 && stats.uid !== process.getuid?.())
      return { why: `${path} belongs to somebody else` };
    // A link's own mode says nothing: it cannot be changed, only replaced in its directory.
    const followed = stats?.isSymbolicLink()
      ? ancestorObjection(resolve(dirname(path), readlinkSync(path)), links - 1)
      : stats && changeableByAll(path, stats);
    if (followed) return followed;
    if (path === dirname(path)) return undefined;
  }
}

function changeableByAll(path: string, { mode }: Stats): Objection {
  return (mode & 0o002) !== 0 && (mode & 0o1000) === 0
    ? { why: `${path} can be changed by everybody` }
    : undefined;
}

/** What is wrong with what lies where a socket should be; `missing` when nothing does. */
export function socketObjection(socket: string): Objection | 'missing' {
  const found = lstat(socket);
  if (found === undefined) return 'missing';
  if (process.platform === 'win32') return found.isFile() ? undefined : { why: `${socket} is not a file` };
  if (!found.isSocket()) return { why: `${socket} is not a socket` };
  if (found.uid !== process.getuid?.()) return { why: `${socket} belongs to somebody else` };
  return (found.mode & 0o077) === 0 ? undefined : { why: `${socket} can be used by others` };
}

/**
 * What to connect to: the socket itself, or the pipe whose name the file holds.
 * @throws Error when the file does not hold such a name
 */
export function connectAddress(socket: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return socket;
  const name = readFileSync(socket, 'latin1').trim();
  if (!PIPE.test(name)) throw new Error('not the name of a pipe');
  return name;
}

function lstat(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
