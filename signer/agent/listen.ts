import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  openSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Connection } from './connection.js';
import { type AgentPlace, agentPlace, directoryObjection } from './place.js';
import { AgentServer } from './serve.js';

const MOST_CLIENTS = 256;
const LOOK_MS = 2000;
/** How long the agent waits for a request while it has no session. */
const IDLE_WITHOUT_SESSION_MS = 15_000;
const IDLE_MS = 900_000;

/**
 * Runs the agent until nobody needs it: after `logout`, without a usable session, after a long time without a request, or when its
 * socket is gone or replaced. Writes to standard output `ready` once it listens, or why it cannot, in one line; then closes it.
 * @returns the exit status
 */
export async function runAgent(env: NodeJS.ProcessEnv): Promise<number> {
  const place = agentPlace(env);
  const objection = directoryObjection(place);
  if (objection)
    return announce(objection === 'missing' ? `${place.directory} is missing` : objection.why, 1);
  const server = createServer();
  server.maxConnections = MOST_CLIENTS;
  try {
    await listen(server, place);
  } catch (error) {
    server.close();
    return announce(
      `the agent cannot listen at ${place.socket} (${(error as NodeJS.ErrnoException).code ?? 'no reason given'})`,
      1,
    );
  }
  const done = untilDone(server, place);
  announce('ready', 0);
  await done;
  return 0;
}

function announce(line: string, status: number): number {
  writeSync(1, `${line}\n`);
  closeSync(1);
  // Keep descriptor 1 in use: the next file that is opened must not become standard output.
  openSync(process.platform === 'win32' ? '\\\\.\\NUL' : '/dev/null', 'w');
  return status;
}

async function listen(server: Server, place: AgentPlace): Promise<void> {
  const address = listenAddress(place);
  const own = process.platform === 'win32' ? undefined : address;
  if (own !== undefined) rmSync(own, { force: true });
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
  } finally {
    process.umask(before);
  }
  // Anybody may connect to a pipe whose name they know. Only who can read this file knows the name.
  if (own === undefined) return writeFileSync(place.socket, `${address}\n`, { mode: 0o600, flag: 'wx' });
  try {
    chmodSync(own, 0o600);
    // A link appears where nothing is, and takes nothing's place.
    linkSync(own, place.socket);
  } finally {
    unlinkSync(own);
  }
}

/**
 * Where to listen: at a socket under a name of this process's own, or at a pipe with a name that cannot be guessed. A server
 * that closes removes whatever lies at the name it listened under, be it another agent's.
 */
export function listenAddress(
  { directory }: AgentPlace,
  platform: NodeJS.Platform = process.platform,
): string {
  return platform === 'win32'
    ? `\\\\.\\pipe\\waxseal-${randomBytes(16).toString('hex')}`
    : join(directory, `new-${process.pid}`);
}

function untilDone(server: Server, place: AgentPlace): Promise<void> {
  const own = lstatSync(place.socket).ino;
  const isThere = () => lstatSync(place.socket, { throwIfNoEntry: false })?.ino === own;
  const connections = new Set<Connection>();
  let [last, ending] = [performance.now(), false];
  return new Promise((resolve) => {
    const end = () => {
      if (ending) return;
      ending = true;
      if (isThere()) unlinkSync(place.socket);
      server.close();
      look();
    };
    const dismiss = (but: Connection) => {
      for (const connection of connections) if (connection !== but) connection.dismiss();
    };
    const agent = new AgentServer(end, dismiss);
    const look = () => {
      if (ending && connections.size === 0) resolve();
      if (ending || connections.size > 0) return;
      const idle = performance.now() - last;
      if (!isThere() || idle > IDLE_MS || (agent.sessions.isEmpty && idle > IDLE_WITHOUT_SESSION_MS)) end();
    };
    setInterval(look, LOOK_MS);
    process.once('SIGTERM', end);
    server.on('connection', (socket) => {
      const connection = new Connection(socket);
      connections.add(connection);
      socket.once('close', () => {
        connections.delete(connection);
        last = performance.now();
        if (ending) look();
      });
      void agent.serve(connection);
    });
  });
}
