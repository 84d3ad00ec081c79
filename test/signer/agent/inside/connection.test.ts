import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientGone, Connection } from '../../../../signer/agent/connection.js';
import { FakeSocket, settled, timers } from './fake-socket.js';

function connected(): { socket: FakeSocket; connection: Connection } {
  const socket = new FakeSocket();
  return { socket, connection: new Connection(socket.asSocket()) };
}

test('a client has five seconds for its first message, and then all the time the work takes', () => {
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

test('a client is told at once and every five seconds that it is being worked for, until its answer', (t) => {
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

test('a client that went away is told nothing, and nothing goes on for it', async () => {
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

test('nothing is begun for a client that went away right after its first message', async () => {
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

test('messages are taken in their order, those that came before they were waited for and those that come after', async () => {
  const { socket, connection } = connected();
  await socket.arrive({ type: 'one' }, { type: 'two' });
  assert.deepEqual([await connection.next(), await connection.next()], [{ type: 'one' }, { type: 'two' }]);
  const waited = connection.next();
  await socket.arrive({ type: 'three' });
  assert.deepEqual(await waited, { type: 'three' });
});

test('whoever waits for a client hears that it went away, after all it had said', async () => {
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

test('whoever sends what is no message is hung up on', async () => {
  for (const bytes of [Buffer.from([0, 0, 0, 1, 1]), Buffer.alloc(4, 255)]) {
    const { socket, connection } = connected();
    await socket.arrive(bytes);
    assert.equal(socket.destroyed, true);
    await assert.rejects(connection.next(), { code: 'CLIENT_GONE' });
  }
});
