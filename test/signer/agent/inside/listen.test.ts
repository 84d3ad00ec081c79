import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../../../../io/version.js';
import { listenAddress } from '../../../../signer/agent/listen.js';
import { type AgentPlace, agentPlace } from '../../../../signer/agent/place.js';
import { FrameReader, frame, PROTOCOL } from '../../../../signer/agent/protocol.js';

const PROCESS = fileURLToPath(new URL('agent-process.js', import.meta.url));

let home: string;
let place: AgentPlace;
let agent: ChildProcess | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'l-'));
  place = agentPlace({ HOME: home, XDG_RUNTIME_DIR: home });
});
afterEach(() => {
  agent?.kill('SIGKILL');
  rmSync(home, { recursive: true });
});

interface Running {
  readonly process: ChildProcess;
  /** Everything that it printed. */
  readonly said: string;
  readonly status: Promise<unknown>;
}

async function started(over: NodeJS.ProcessEnv = {}): Promise<Running> {
  const child = fork(PROCESS, [], {
    cwd: home,
    env: { HOME: home, XDG_RUNTIME_DIR: home, PATH: process.env['PATH'], ...over },
    silent: true,
  });
  agent = child;
  child.stderr?.resume();
  const status = once(child, 'exit').then(([code]) => code);
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  await once(child.stdout ?? child, 'end');
  return { process: child, said, status };
}

async function running(): Promise<Running> {
  mkdirSync(place.directory, { mode: 0o700 });
  const agent = await started();
  assert.equal(agent.said, 'ready\n');
  return agent;
}

/** Moves the agent's clock forward by this time. */
async function later({ process }: Running, seconds: number): Promise<void> {
  const done = once(process, 'message');
  process.send(seconds);
  await Promise.race([done, once(process, 'exit')]);
}

async function client(): Promise<Socket> {
  const socket = connect(place.socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** A client for which the agent waits: it must get a certificate. */
async function busy(): Promise<Socket> {
  const socket = await client();
  const env = { HOME: home, PATH: process.env['PATH'] ?? '', SIGSTORE_ID_TOKEN: '(not sent)' };
  const surroundings = { cwd: home, env, terminal: false, debug: false, gitConfig: [] };
  const reader = new FrameReader();
  const types: string[] = [];
  socket.on('data', (chunk) => types.push(...reader.push(chunk).map(({ type }) => type)));
  socket.write(frame({ type: 'login', surroundings, protocol: PROTOCOL, program: VERSION }));
  while (!types.includes('certify') && !socket.destroyed)
    await new Promise((resolve) => setTimeout(resolve, 2));
  return socket;
}

async function told(socket: Socket, request: 'status' | 'end'): Promise<string[]> {
  const reader = new FrameReader();
  const types: string[] = [];
  socket.on('data', (chunk) => types.push(...reader.push(chunk).map(({ type }) => type)));
  const message =
    request === 'end' ? ({ type: 'end', why: 'logout' } as const) : ({ type: 'status' } as const);
  socket.write(frame({ ...message, protocol: PROTOCOL, program: VERSION }));
  await once(socket, 'close');
  return types;
}

test('an agent that listens says so, on a socket for its user only, and closes its output', async () => {
  const agent = await running();
  assert.equal(lstatSync(place.socket).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(place.directory), [basename(place.socket)]);
  assert.deepEqual(await told(await client(), 'status'), ['working', 'status']);
  if (process.platform === 'linux')
    assert.equal(readlinkSync(`/proc/${agent.process.pid}/fd/1`), '/dev/null');
  assert.deepEqual(await told(await client(), 'end'), ['working', 'ending']);
  assert.equal(await agent.status, 0);
  assert.equal(existsSync(place.socket), false);
});

test('an agent listens although a process with its number left a file behind', async () => {
  mkdirSync(place.directory, { mode: 0o700 });
  const agent = await started({ LEFT_BEHIND: place.directory });
  assert.equal(agent.said, 'ready\n');
  assert.deepEqual(readdirSync(place.directory), [basename(place.socket)]);
});

test('what an agent writes later has the usual rights', { skip: process.platform !== 'linux' }, async () => {
  const agent = await running();
  const umaskOf = (pid: number | string | undefined) =>
    /^Umask:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  assert.notEqual(umaskOf('self'), undefined);
  assert.equal(umaskOf(agent.process.pid), umaskOf('self'));
});

test('an agent serves 256 clients at once, and closes the connection of one more', async () => {
  await running();
  const clients: Socket[] = [];
  for (let i = 0; i < 255; i++) clients.push(await client());
  assert.deepEqual(await told(await client(), 'status'), ['working', 'status']);
  clients.push(await client());
  const oneMore = connect(place.socket).on('error', () => undefined);
  let heard = 0;
  oneMore.on('data', ({ length }) => {
    heard += length;
  });
  oneMore.write(frame({ type: 'status', protocol: PROTOCOL, program: VERSION }));
  await new Promise((resolve) => oneMore.once('close', resolve));
  assert.equal(heard, 0);
  for (const socket of clients) socket.destroy();
});

test('an agent whose directory is missing or open to others gives the reason, and ends', async () => {
  const missing = await started();
  assert.equal(missing.said, `${place.directory} is missing\n`);
  assert.equal(await missing.status, 1);
  mkdirSync(place.directory, { mode: 0o700 });
  chmodSync(place.directory, 0o750);
  const open = await started();
  assert.equal(open.said, `${place.directory} can be entered by others\n`);
  assert.equal(await open.status, 1);
  chmodSync(place.directory, 0o700);
  writeFileSync(place.socket, '');
  const taken = await started();
  assert.equal(taken.said, `the agent cannot listen at ${place.socket} (EEXIST)\n`);
  assert.equal(await taken.status, 1);
});

test('without a session, an agent ends fifteen seconds after its last client', async () => {
  const agent = await running();
  await later(agent, 10);
  const socket = await busy();
  await later(agent, 1800);
  assert.equal(agent.process.exitCode, null, 'somebody is there');
  socket.destroy();
  await told(await client(), 'status');
  await later(agent, 14);
  assert.equal(existsSync(place.socket), true);
  await later(agent, 4);
  assert.equal(await agent.status, 0);
  assert.equal(existsSync(place.socket), false);
});

test('an agent whose socket is gone or replaced ends', async () => {
  const gone = await running();
  unlinkSync(place.socket);
  await later(gone, 2);
  assert.equal(await gone.status, 0);
  const exchanged = await started();
  renameSync(place.socket, `${place.socket}.old`);
  writeFileSync(place.socket, 'another');
  await later(exchanged, 2);
  assert.equal(await exchanged.status, 0);
  assert.equal(readFileSync(place.socket, 'utf8'), 'another');
});

test('an agent that ends leaves the socket of the one that came after it', async () => {
  const first = await running();
  unlinkSync(place.socket);
  const second = await started();
  assert.equal(second.said, 'ready\n');
  await later(first, 2);
  assert.equal(await first.status, 0);
  assert.deepEqual(await told(await client(), 'end'), ['working', 'ending']);
  assert.equal(await second.status, 0);
  assert.deepEqual(readdirSync(place.directory), []);
});

test('an agent that must end accepts no new clients, and waits for the present ones', async () => {
  const agent = await running();
  const waiting = await busy();
  const ended = agent.process.kill('SIGTERM');
  assert.equal(ended, true);
  while (existsSync(place.socket)) await new Promise((resolve) => setTimeout(resolve, 2));
  await later(agent, 4);
  assert.equal(agent.process.exitCode, null);
  waiting.destroy();
  assert.equal(await agent.status, 0);
});

test('on Windows the address is a pipe with an unguessable name, elsewhere a socket under a name of this process', () => {
  assert.equal(listenAddress(place, 'linux'), join(place.directory, `new-${process.pid}`));
  assert.match(listenAddress(place, 'win32'), /^\\\\\.\\pipe\\waxseal-[0-9a-f]{32}$/);
  assert.notEqual(listenAddress(place, 'win32'), listenAddress(place, 'win32'));
});
