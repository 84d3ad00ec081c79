import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Conversation, converse } from '../../../../signer/agent/conversation.js';
import { PROTOCOL } from '../../../../signer/agent/protocol.js';
import { FakeSocket, settled, timers } from './fake-socket.js';

const scratch = mkdtempSync(join(tmpdir(), 'c-'));
after(() => rmSync(scratch, { recursive: true }));

function started(heard?: boolean): { socket: FakeSocket; conversation: Conversation } {
  const socket = new FakeSocket();
  return { socket, conversation: new Conversation(socket.asSocket(), heard) };
}

test('the first message states the versions, later ones do not', () => {
  const { socket, conversation } = started();
  conversation.open({ type: 'status' }, '1.2.3');
  conversation.send({ type: 'no-certificate' });
  assert.deepEqual(socket.sent(), [
    { type: 'status', protocol: PROTOCOL, program: '1.2.3' },
    { type: 'no-certificate' },
  ]);
  conversation.close();
  assert.equal(socket.destroyed, true);
});

test('the agent’s messages are read in their order, without those that only report progress', async () => {
  const { socket, conversation } = started();
  const working = { type: 'working' };
  await socket.arrive(working, { type: 'say', line: 'a' }, working, { type: 'say', line: 'b' });
  assert.deepEqual(await conversation.next(), { type: 'say', line: 'a' });
  assert.deepEqual(await conversation.next(), { type: 'say', line: 'b' });
  const waiting = conversation.next();
  await socket.arrive(working);
  await socket.arrive({ type: 'ending' });
  socket.destroy();
  assert.deepEqual(await waiting, { type: 'ending' });
});

const LOST = { name: 'AgentGone', code: 'AGENT_LOST', message: 'the agent ended' };

test('an agent that ends without a message was lost unheard; one that had sent something was not', async () => {
  const unheard = started();
  const waiting = assert.rejects(unheard.conversation.next(), { ...LOST, unheard: 'lost' });
  unheard.socket.destroy();
  await waiting;
  await assert.rejects(unheard.conversation.next(), { ...LOST, unheard: 'lost' });
  const heard = started();
  await heard.socket.arrive({ type: 'working' });
  heard.socket.destroy();
  await assert.rejects(heard.conversation.next(), { ...LOST, unheard: undefined });
  const before = started(true);
  before.socket.destroy();
  await assert.rejects(before.conversation.next(), { ...LOST, unheard: undefined });
});

test('an agent that sends nothing for twenty seconds is given up', async () => {
  const silent = { ...LOST, message: 'the agent does not answer' };
  const unheard = started();
  assert.deepEqual(unheard.socket.timeouts, [20_000]);
  unheard.socket.timeOut();
  await assert.rejects(unheard.conversation.next(), { ...silent, unheard: 'silent' });
  const heard = started();
  await heard.socket.arrive({ type: 'working' });
  heard.socket.timeOut();
  await assert.rejects(heard.conversation.next(), { ...silent, unheard: undefined });
});

test('a broken connection looks like an agent that ended', async () => {
  for (const code of ['EPIPE', 'ECONNRESET']) {
    const { socket, conversation } = started();
    const waiting = assert.rejects(conversation.next(), { ...LOST, unheard: 'lost' });
    socket.destroy(Object.assign(new Error(`write ${code}`), { code, syscall: 'write' }));
    await waiting;
  }
});

test('any other end of a connection is reported, and an agent that had sent nothing was lost unheard', async () => {
  const { socket, conversation } = started();
  socket.destroy(new Error('out of descriptors'));
  await assert.rejects(conversation.next(), { ...LOST, message: 'out of descriptors', unheard: 'lost' });
});

test('an agent that violates the protocol is disconnected, and the reason is reported', async () => {
  const { socket, conversation } = started();
  const waiting = assert.rejects(conversation.next(), {
    ...LOST,
    message: 'a message is too large',
    unheard: undefined,
  });
  await socket.arrive(Buffer.alloc(4, 255));
  await waiting;
  assert.equal(socket.destroyed, true);
});

async function listening(name: string): Promise<{ address: string; server: Server }> {
  const address = join(scratch, name);
  const server = createServer((client) => client.on('error', () => undefined).on('data', () => client.end()));
  await new Promise<void>((resolve) => server.listen(address, resolve));
  return { address, server };
}

test('if nobody listens, there is no conversation and no wait', async () => {
  const before = timers();
  assert.equal(await converse(join(scratch, 'nobody')), 'nobody');
  await settled();
  assert.equal(timers(), before);
});

test('connecting is given up after two seconds, but an existing connection is not', async (t) => {
  const { address, server } = await listening('a.sock');
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const late = converse(address);
  t.mock.timers.tick(2000);
  assert.equal(await late, 'unreachable');
  const soon = converse(address);
  t.mock.timers.tick(1999);
  const conversation = await soon;
  assert.ok(typeof conversation === 'object');
  t.mock.timers.tick(10_000);
  assert.equal(conversation.socket.destroyed, false);
  conversation.open({ type: 'status' }, '1.2.3');
  await assert.rejects(conversation.next(), { ...LOST, unheard: 'lost' });
  conversation.close();
  server.close();
});
