import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Publication } from '../../../../io/consent/index.js';
import { askThrough, clientPort } from '../../../../signer/agent/ask-consent.js';
import { Audience } from '../../../../signer/agent/audience.js';
import { Connection } from '../../../../signer/agent/connection.js';
import { FakeSocket, settled } from './fake-socket.js';

const publication: Publication = {
  identity: { subject: 's', issuer: 'i' },
  fulcio: 'f',
  logs: ['l'],
  chosen: [],
};
const QUESTION = [{ type: 'consent', publication }];

function client(): { socket: FakeSocket; connection: Connection } {
  const socket = new FakeSocket();
  return { socket, connection: new Connection(socket.asSocket()) };
}

const answered = (answer: unknown) => ({ type: 'consent-answer', answer });
const never = new Promise<never>(() => undefined);

test('the user at a client agrees or refuses; any other answer counts as "nobody there"', async () => {
  for (const [message, answer] of [
    [answered('agreed'), 'agreed'],
    [answered('refused'), 'refused'],
    [answered('nobody'), 'nobody'],
    [answered(true), 'nobody'],
    [{ type: 'consent', answer: 'agreed' }, 'nobody'],
  ] as const) {
    const { socket, connection } = client();
    const asking = clientPort(connection).ask(publication);
    assert.deepEqual(socket.sent(), QUESTION);
    await socket.arrive(message);
    assert.equal(await asking, answer, JSON.stringify(message));
  }
});

test('a client that goes away has no user, and an error here is not its answer', async () => {
  const { socket, connection } = client();
  const asking = askThrough(connection, publication);
  socket.destroy();
  assert.equal(await asking, 'nobody');
  const broken = { send: () => assert.fail('broken') } as unknown as Connection;
  await assert.rejects(askThrough(broken, publication), /broken/);
});

test('only one waiting client is told; when it goes away, the next one is told everything', async () => {
  const audience = new Audience();
  const clients = [client(), client(), client()];
  const [first, second, third] = clients.map(({ socket }) => socket);
  const waits = clients.map(({ connection }) => audience.wait(connection, never));
  for (const wait of waits) wait.catch(() => undefined);
  audience.say('one');
  audience.say('two');
  const said = [
    { type: 'say', line: 'one' },
    { type: 'say', line: 'two' },
  ];
  assert.deepEqual(first?.sent(), said);
  assert.deepEqual(second?.sent(), []);
  third?.destroy();
  await assert.rejects(waits[2] ?? never, { code: 'CLIENT_GONE' });
  assert.deepEqual(first?.sent(), []);
  assert.equal(audience.signal.aborted, false);
  first?.destroy();
  await assert.rejects(waits[0] ?? never, { code: 'CLIENT_GONE' });
  assert.deepEqual(second?.sent(), said);
  audience.say('three');
  assert.deepEqual(second?.sent(), [{ type: 'say', line: 'three' }]);
  assert.equal(audience.signal.aborted, false);
  second?.destroy();
  await assert.rejects(waits[1] ?? never, { code: 'CLIENT_GONE' });
  assert.equal(audience.signal.aborted, true);
});

test('waiting clients get the result of the work, and a client that left earlier does not wait', async () => {
  const audience = new Audience();
  assert.equal(await audience.wait(client().connection, Promise.resolve('done')), 'done');
  const failed = Promise.reject(new Error('no'));
  await assert.rejects(audience.wait(client().connection, failed), /no/);
  const { socket, connection } = client();
  socket.destroy();
  await settled();
  await assert.rejects(new Audience().wait(connection, never), { code: 'CLIENT_GONE' });
});

test('a client that leaves after its work is done cancels nothing', async () => {
  const audience = new Audience();
  const [done, waiting] = [client(), client()];
  await audience.wait(done.connection, Promise.resolve());
  audience.wait(waiting.connection, never).catch(() => undefined);
  done.socket.destroy();
  await settled();
  assert.equal(audience.signal.aborted, false);
  waiting.socket.destroy();
  await settled();
  assert.equal(audience.signal.aborted, false, 'the work is done');
});

test('waiting clients are asked one after another, each once, until one answers', async () => {
  const audience = new Audience();
  const clients = [client(), client(), client()];
  for (const { connection } of clients) audience.wait(connection, never).catch(() => undefined);
  const [first, second, third] = clients.map(({ socket }) => socket);
  const asking = audience.ask(publication);
  assert.deepEqual([first?.sent(), second?.sent()], [QUESTION, []]);
  await first?.arrive(answered('nobody'));
  assert.deepEqual([first?.sent(), second?.sent()], [[], QUESTION]);
  await second?.arrive(answered('refused'));
  assert.equal(await asking, 'refused');
  assert.deepEqual(third?.sent(), []);
  const again = audience.ask(publication);
  for (const socket of [first, second, third]) {
    assert.deepEqual(socket?.sent(), QUESTION);
    await socket?.arrive(answered('nobody'));
  }
  assert.equal(await again, 'nobody');
  assert.equal(await new Audience().ask(publication), 'nobody');
});
