import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { agentPlace, connectAddress, isTooLong } from '../../../../signer/agent/place.js';
import { agentPlaces, type Reached, reach, reachAgent } from '../../../../signer/agent/reach.js';

let runtime: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  runtime = mkdtempSync(join(tmpdir(), 'r-'));
  env = { HOME: '/home/me', XDG_RUNTIME_DIR: runtime };
});
afterEach(() => rmSync(runtime, { recursive: true }));

const unsafe = (reached: Reached) => ('unsafe' in reached ? reached.unsafe : undefined);

async function listening(socket: string): Promise<Server> {
  mkdirSync(dirname(socket), { recursive: true, mode: 0o700 });
  const server = createServer((client) => client.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  chmodSync(socket, 0o600);
  return server;
}

test('the same home and network always give the same agent directory and name', () => {
  const place = agentPlace({ HOME: '/home/me', XDG_RUNTIME_DIR: '/run/user/1' }, 'linux');
  assert.deepEqual(place, {
    directory: '/run/user/1/waxseal',
    socket: '/run/user/1/waxseal/agent-e4wuv6p6zwie.sock',
    lock: '/run/user/1/waxseal/agent-e4wuv6p6zwie.lock',
  });
  assert.equal(
    agentPlace({ HOME: '/home/é' }, 'linux').socket,
    '/home/é/.cache/waxseal/run/agent-1lnohx6gx8ybc.sock',
  );
});

test('the path of a socket may have 103 bytes; a pipe has no limit', () => {
  const place = (length: number) => ({ directory: '/', lock: '/', socket: 'x'.repeat(length) });
  assert.equal(isTooLong(place(103), 'linux'), false);
  assert.equal(isTooLong(place(104), 'linux'), true);
  assert.equal(isTooLong(place(104), 'win32'), false);
  assert.equal(isTooLong(place(104)), process.platform !== 'win32');
});

test('if nothing exists there, an agent may be started', async () => {
  const place = agentPlace(env);
  assert.deepEqual(await reachAgent(env), { absent: place });
  mkdirSync(place.directory, { mode: 0o700 });
  assert.deepEqual(await reach(place), { absent: place });
});

test('something at the socket’s path that does not answer may be replaced', async () => {
  const place = agentPlace(env);
  mkdirSync(place.directory, { mode: 0o700 });
  writeFileSync(place.socket, '');
  assert.deepEqual(await reach(place), { absent: place });
  rmSync(place.socket);
  const server = await listening(place.socket);
  chmodSync(place.socket, 0o660);
  assert.deepEqual(await reach(place), { absent: place });
  chmodSync(place.socket, 0o600);
  const reached = await reach(place);
  assert.ok('conversation' in reached);
  reached.conversation.close();
  server.close();
});

test('a directory that others can enter, or a path that is too long, is never used', async () => {
  const place = agentPlace(env);
  mkdirSync(place.directory, { mode: 0o700 });
  chmodSync(place.directory, 0o710);
  assert.match(unsafe(await reach(place)) ?? '', /can be entered by others/);
  const long = { ...place, socket: join(place.directory, 'x'.repeat(104)) };
  assert.match(unsafe(await reach(long)) ?? '', /is too long for a socket/);
});

test('all agents of a user are found, including those for other networks, and nothing else', () => {
  assert.deepEqual(agentPlaces(env), []);
  const { directory } = agentPlace(env);
  mkdirSync(directory, { mode: 0o700 });
  for (const name of ['agent-a.sock', 'agent-b.sock', 'agent-a.lock', 'editor-a.sock', 'x-agent-c.sock'])
    writeFileSync(join(directory, name), '');
  assert.deepEqual(
    agentPlaces(env).sort((a, b) => a.socket.localeCompare(b.socket)),
    ['agent-a', 'agent-b'].map((name) => ({
      directory,
      socket: join(directory, `${name}.sock`),
      lock: join(directory, `${name}.lock`),
    })),
  );
});

test('on Windows, the file contains the name of the pipe', () => {
  const place = agentPlace(env, 'win32');
  assert.match(place.socket, /\.pipe$/);
  mkdirSync(dirname(place.socket), { recursive: true });
  const pipe = `\\\\.\\pipe\\waxseal-${'0'.repeat(32)}`;
  writeFileSync(place.socket, `${pipe}\n`);
  assert.equal(connectAddress(place, 'win32'), pipe);
  assert.equal(connectAddress(place, 'linux'), place.socket);
  assert.equal(connectAddress(place), process.platform === 'win32' ? pipe : place.socket);
});
