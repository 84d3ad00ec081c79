import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientGone, Connection } from '../../../../signer/agent/connection.js';
import { FakeSocket, settled, timers } from './fake-socket.js';

function connected(): { socket: FakeSocket; connection: Connection } {
  const socket = new FakeSocket();
  return { socket, connection: new Connection(socket.asSocket()) };
}

test('a client has five seconds for its first message, and then as long as the work takes', () => {
  const { socket, connection } = connected();
  assert.deepEqual(socket.timeouts, [5000]);
  connection.startWork();
  assert.deepEqual(socket.timeouts, [5000, 0]);
  assert.equal(socket.destroyed, false);
  socket.destroy();
  const late = connected().socket;
  late.timeOut();
  assert.equal(late.destroyed, true);
});

test('a client is told at once, and then every five seconds, that its work is in progress, until its answer', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { socket, connection } = connected();
  connection.startWork();
  assert.deepEqual(socket.sent(), [{ type: 'working' }]);
  t.mock.timers.tick(4999);
  assert.deepEqual(socket.sent(), []);
  t.mock.timers.tick(1);
  assert.deepEqual(socket.sent(), [{ type: 'working' }]);
  connection.finish({ type: 'ending' });
  assert.deepEqual(socket.sent(), [{ type: 'ending' }]);
  const { writes } = socket;
  t.mock.timers.tick(20_000);
  assert.equal(socket.writes, writes);
  assert.equal(socket.writableEnded, true);
});

test('a client that left gets no messages, and no work continues for it', async () => {
  await settled();
  const { socket, connection } = connected();
  const before = timers();
  connection.startWork();
  assert.equal(timers(), before + 1);
  socket.destroy();
  await settled();
  assert.equal(timers(), before);
  const { writes } = socket;
  connection.send({ type: 'working' });
  connection.finish({ type: 'ending' });
  assert.equal(socket.writes, writes);
});

test('no work starts for a client that left directly after its first message', async () => {
  await settled();
  const { socket, connection } = connected();
  const before = timers();
  await socket.arrive({ type: 'status' });
  socket.destroy();
  await settled();
  assert.deepEqual(await connection.next(), { type: 'status' });
  connection.startWork();
  assert.equal(timers(), before);
});

test('messages are handled in their order, both those that came early and those that come later', async () => {
  const { socket, connection } = connected();
  await socket.arrive({ type: 'one' }, { type: 'two' });
  assert.deepEqual([await connection.next(), await connection.next()], [{ type: 'one' }, { type: 'two' }]);
  const waited = connection.next();
  await socket.arrive({ type: 'three' });
  assert.deepEqual(await waited, { type: 'three' });
});

test('when a client leaves, the agent notices it after all the client’s messages', async () => {
  const { socket, connection } = connected();
  assert.equal(connection.signal.aborted, false);
  const gone = { name: 'ClientGone', code: 'CLIENT_GONE' };
  const waiting = assert.rejects(connection.next(), gone);
  socket.destroy(new Error('reset by peer'));
  await waiting;
  assert.equal(connection.signal.aborted, true);
  assert.ok(connection.signal.reason instanceof ClientGone);
  await assert.rejects(connection.next(), gone);
  const { socket: second, connection: another } = connected();
  await second.arrive({ type: 'last' });
  second.destroy();
  await settled();
  assert.deepEqual(await another.next(), { type: 'last' });
});

test('a client that sends an invalid message is disconnected', async () => {
  for (const bytes of [Buffer.from([0, 0, 0, 1, 1]), Buffer.alloc(4, 255)]) {
    const { socket, connection } = connected();
    await socket.arrive(bytes);
    assert.equal(socket.destroyed, true);
    await assert.rejects(connection.next(), { code: 'CLIENT_GONE' });
  }
});
