import {
  accessSync,
  constants,
  lstatSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, join, parse, resolve } from 'node:path';
import { inWords, type Objection, writeObjection } from './write-objection.js';

// Sockets over which the programs of one user talk, in a directory that nobody else can enter. This file must
// import only what is needed at once, because git starts a client of the agent for every signature.

// sun_path has 104 bytes on macOS and 108 on Linux, with the final NUL.
const LONGEST_SOCKET_PATH = 103;
const MOST_LINKS = 40; // the limit of Linux for one path
const PIPE = /^\\\\\.\\pipe\\waxseal-[0-9a-f]{32,64}$/;

/** The directory for sockets in this environment: $XDG_RUNTIME_DIR/waxseal, else in the user's cache. Absolute. */
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
 * The home directory in this environment. It is always absolute. An empty or relative HOME (`HOME= git commit`) is
 * ignored: it would be a directory of the current repository, whose files must never count as the user's own.
 */
export function homeOf(env: NodeJS.ProcessEnv): string {
  const named = [env['HOME'], env['USERPROFILE']].find((path) => path !== undefined && isAbsolute(path));
  return named ?? accountHome();
}

/**
 * The home directory from the system's list of users, not from the environment. The root of the file system if the
 * user is not listed.
 */
function accountHome(): string {
  try {
    const { homedir } = userInfo();
    if (isAbsolute(homedir)) return homedir;
  } catch {
    // An arbitrary user id, as in some containers.
  }
  return parse(process.execPath).root;
}

/** The ending of socket files. On Windows the file contains the name of a pipe. */
export function socketSuffix(platform: NodeJS.Platform = process.platform): '.sock' | '.pipe' {
  return platform === 'win32' ? '.pipe' : '.sock';
}

/** Whether this path is too long for a socket. */
export function isTooLong(socket: string, platform: NodeJS.Platform = process.platform): boolean {
  return platform !== 'win32' && Buffer.byteLength(socket) > LONGEST_SOCKET_PATH;
}

/**
 * What is wrong with the directory. It must be a real directory of this user that nobody else can enter, and nobody
 * else may be able to replace it in the directories above. A directory that does not exist yet is `missing`.
 */
export function directoryObjection(directory: string): Objection | 'missing' {
  try {
    return objectionTo(directory);
  } catch (error) {
    return writeObjection(directory) ?? { why: `${directory} cannot be looked at (${inWords(error)})` };
  }
}

function objectionTo(directory: string): Objection | 'missing' {
  const own = lstat(directory);
  if (own === undefined) return 'missing';
  if (!own.isDirectory()) return { why: `${directory} is not a directory`, remedy: `run: rm ${directory}` };
  if (process.platform === 'win32') return undefined; // access control lists decide there, and modes mean nothing
  if (own.uid !== process.getuid?.()) return { why: `${directory} belongs to somebody else` };
  if ((own.mode & 0o077) !== 0)
    return { why: `${directory} can be entered by others`, ...privately(directory) };
  accessSync(directory, constants.X_OK);
  return ancestorObjection(dirname(directory)) ?? ancestorObjection(dirname(realpathSync(directory)));
}

function privately(directory: string) {
  return { remedy: `run: chmod 700 ${directory}` };
}

/** What is asked of the directories above. */
interface AncestorRule {
  /** Whether its group may change a directory. */
  readonly mayBeOfGroup: boolean;
  /** Whether a user may own a directory. */
  readonly isOwner: (uid: number) => boolean;
}

const FOR_SOCKETS: AncestorRule = {
  mayBeOfGroup: false,
  isOwner: (uid) => uid === 0 || uid === process.getuid?.(),
};

/**
 * What is wrong with the directories above: whoever can rename entries in one of them could replace the directory.
 * The path is checked as it is written. For each link on the way, the directories above its target are checked too.
 */
export function ancestorObjection(
  start: string,
  rule: AncestorRule = FOR_SOCKETS,
  links = MOST_LINKS,
): Objection {
  if (links === 0) return { why: `${start} is reached by too many links` };
  for (let path = start; ; path = dirname(path)) {
    const stats = lstat(path);
    if (stats && !rule.isOwner(stats.uid)) return { why: `${path} belongs to somebody else` };
    // A link's own mode means nothing: a link cannot be changed, only replaced in its directory.
    const followed = stats?.isSymbolicLink()
      ? ancestorObjection(resolve(dirname(path), readlinkSync(path)), rule, links - 1)
      : stats && changeableByOthers(path, stats, rule);
    if (followed) return followed;
    if (path === dirname(path)) return undefined;
  }
}

/** Of a group nobody can say who is in it: the system's list of groups is not the only one. */
function changeableByOthers(path: string, { mode }: Stats, { mayBeOfGroup }: AncestorRule): Objection {
  if ((mode & (mayBeOfGroup ? 0o002 : 0o022)) === 0 || (mode & 0o1000) !== 0) return undefined;
  const everybody = (mode & 0o002) !== 0;
  return {
    why: `${path} can be changed by ${everybody ? 'everybody' : 'its group (chmod g-w)'}`,
    remedy: `run: chmod ${everybody ? 'go-w' : 'g-w'} ${path}`,
  };
}

/** What is wrong with the file at the path of a socket; `missing` if there is none. */
export function socketObjection(socket: string): Objection | 'missing' {
  const found = lstat(socket);
  if (found === undefined) return 'missing';
  if (process.platform === 'win32') return found.isFile() ? undefined : { why: `${socket} is not a file` };
  if (!found.isSocket()) return { why: `${socket} is not a socket` };
  if (found.uid !== process.getuid?.()) return { why: `${socket} belongs to somebody else` };
  return (found.mode & 0o077) === 0 ? undefined : { why: `${socket} can be used by others` };
}

/**
 * The address to connect to: the socket itself, or the pipe whose name is in the file.
 * @throws Error if the file does not contain such a name
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
