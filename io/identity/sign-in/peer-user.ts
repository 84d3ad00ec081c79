import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];
const NOBODY = 65534;

/** The ends of a connection as the other side sees them: addresses and ports. */
export type Ends = Pick<Socket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'>;

/** Who made a connection. `gone`: they have closed it, and get no answer. */
export type PeerUser = number | 'gone' | undefined;

/**
 * The user who made a connection on this machine, from Linux's tables of connections (proc_pid_net(5)). Undefined where that cannot be
 * told: on another system, or for a user whom our user namespace does not know (user_namespaces(7)).
 */
export function peerUser(ends: Ends): PeerUser {
  try {
    const found = userIn(TABLES.map((path) => readFileSync(path, 'latin1')).join('\n'), ends);
    return found === NOBODY && !knowsEveryUser() ? undefined : found;
  } catch {
    return undefined;
  }
}

/** The same from the text of the tables. */
export function userIn(
  tables: string,
  { remoteAddress, remotePort, localAddress, localPort }: Ends,
): PeerUser {
  const from = spellings(remoteAddress, remotePort);
  const to = spellings(localAddress, localPort);
  for (const line of tables.split('\n')) {
    const [, local = '', remote = '', , , , , uid = '', , inode] = line.trim().split(/\s+/);
    if (from.includes(local) && to.includes(remote)) return inode === '0' ? 'gone' : Number.parseInt(uid, 10);
  }
  return undefined;
}

/** Whether a user may take part in a sign-in of ours: we ourselves, root, or who became root with sudo. */
export function isOurs(user: PeerUser, env: NodeJS.ProcessEnv): boolean {
  if (user === undefined || user === 0) return true;
  const own = process.getuid?.();
  return user === own || (own === 0 && String(user) === env['SUDO_UID']);
}

/** An address and a port in the tables: words of 32 bits in the order of this machine. An IPv6 socket has IPv4 addresses, too. */
function spellings(address = '', port = 0): string[] {
  const end = port.toString(16).toUpperCase().padStart(4, '0');
  const four = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.slice(1);
  if (!four) return address === '::1' ? [`${words([...Array(15).fill(0), 1])}:${end}`] : [];
  const word = words(four.map(Number));
  return [`${word}:${end}`, `${words([...Array(10).fill(0), 255, 255])}${word}:${end}`];
}

function words(bytes: readonly number[]): string {
  const all = Buffer.from(bytes);
  if (endianness() === 'LE') all.swap32();
  return all.toString('hex').toUpperCase();
}

function knowsEveryUser(): boolean {
  return /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync('/proc/self/uid_map', 'latin1'));
}
