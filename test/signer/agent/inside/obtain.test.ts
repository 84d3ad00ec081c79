import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Surroundings } from '../../../../signer/agent/protocol.js';
import { AgentHere, COMMIT, EMAIL } from './agent-service.js';
import { type FakeSocket, settled } from './fake-socket.js';

let here: AgentHere;
let now = Math.floor(Date.now() / 1000);
let signIn: Surroundings;
let withToken: Surroundings;

before(async () => {
  here = await AgentHere.start(() => now);
  signIn = here.surroundings();
  withToken = here.surroundings({}, EMAIL);
});
beforeEach(() => {
  now = Math.floor(Date.now() / 1000);
  here.fresh();
  here.window.length = 0;
  here.agrees = 'agreed';
  here.signsIn = true;
  here.counts();
});
after(() => here.stop());

const payload = Buffer.from(COMMIT).toString('base64');
const client = (surroundings: Surroundings) => here.client({ type: 'sign', surroundings, payload });

async function asked(work: () => Promise<unknown>): Promise<{ logins: number; certificates: number }> {
  here.counts();
  await work();
  const { logins, certificates } = here.counts();
  return { logins, certificates };
}

/** The user is asked to sign in. */
async function isAsked(): Promise<void> {
  while (!here.window.some(({ type }) => type === 'browser')) await settled();
}

const signing = (surroundings = signIn) => asked(() => here.sign(surroundings));

test('a session from a sign-in is renewed with its token ninety seconds before it ends, and replaces the old one', async () => {
  assert.deepEqual(await signing(), { logins: 1, certificates: 1 });
  await here.age(signIn, 91, 600);
  assert.deepEqual(await signing(), { logins: 0, certificates: 0 });
  await here.age(signIn, 90, 600);
  assert.deepEqual(await signing(), { logins: 0, certificates: 1 });
  assert.equal(here.service.sessions.facts().length, 1);
  assert.ok(((await here.session(signIn))?.validity.left() ?? 0) > 500);
  await here.age(signIn, 0, 600);
  assert.deepEqual(await signing(), { logins: 0, certificates: 1 }, 'it has ended, and the token has not');
});

test('if the token has ended too, the certificate is used until its end, and then somebody signs in', async () => {
  await signing();
  await here.age(signIn, 50, 20);
  assert.deepEqual(await signing(), { logins: 0, certificates: 0 });
  await here.age(signIn, 20, 20);
  assert.deepEqual(await signing(), { logins: 1, certificates: 1 });
});

test('if renewal fails, a certificate that is still good for one signature is used', async () => {
  await signing();
  await here.age(signIn, 50, 600);
  here.sandbox.faults.add({ server: 'fulcio', path: /signingCert/i, action: { status: 400, body: 'no' } });
  try {
    assert.equal((await here.sign(signIn)).last.type, 'signed');
    await here.age(signIn, 20, 600);
    const { last } = await here.sign(signIn);
    assert.match(String(last['lines']), /Fulcio/);
  } finally {
    here.sandbox.faults.clear();
  }
  assert.equal(here.counts().logins, 0);
});

test('a certificate from a client’s token is used until twenty seconds before its end', async () => {
  await signing(withToken);
  await here.age(withToken, 21);
  assert.deepEqual(await signing(withToken), { logins: 0, certificates: 0 });
  await here.age(withToken, 20);
  assert.deepEqual(await signing(withToken), { logins: 0, certificates: 1 });
});

test('clients that want a session at the same time share one', async () => {
  const all = () => Promise.all([1, 2, 3].map(() => here.sign(signIn)));
  assert.deepEqual(await asked(all), { logins: 1, certificates: 1 });
  assert.deepEqual(
    here.service.sessions.facts().map(({ signatures }) => signatures),
    [3],
  );
  here.fresh();
  const ambient = () => Promise.all([1, 2, 3].map(() => here.sign(withToken)));
  assert.deepEqual(await asked(ambient), { logins: 0, certificates: 1 });
});

test('a failed token of one client does not affect the others', async () => {
  const [first, second] = [client(withToken), client(withToken)];
  const wanted = await first.socket.hears();
  assert.equal(wanted.type, 'certify');
  await settled();
  await first.socket.arrive({ type: 'no-certificate' });
  await first.done;
  const next = await second.socket.hears();
  assert.equal(next.type, 'certify');
  await here.certify(second.socket, next, EMAIL);
  assert.equal((await second.socket.hears()).type, 'signed');
});

test('clients whose tokens are for different people do not wait for each other', async () => {
  const first = client(withToken);
  assert.equal((await first.socket.hears()).type, 'certify');
  const other = await here.sign(here.surroundings({ matchCommitter: 'false' }, 'other@example.test'));
  assert.equal(other.last.type, 'signed');
  first.socket.destroy();
  await first.done;
});

test('a failed sign-in fails for all clients that wait for it, and the next one is new', async () => {
  here.sandbox.faults.add({ server: 'fulcio', path: /signingCert/i, action: { status: 400, body: 'no' } });
  const ended = await Promise.all([here.sign(signIn), here.sign(signIn)]);
  here.sandbox.faults.clear();
  assert.deepEqual(
    ended.map(({ last }) => last.type),
    ['failed', 'failed'],
  );
  assert.equal(here.counts().logins, 1);
  assert.deepEqual(await signing(), { logins: 1, certificates: 1 });
  await settled();
  assert.equal(here.connected, 0, 'the window is let go');
});

test('the sign-in is cancelled when the last waiting client leaves, and not before', async () => {
  here.signsIn = false;
  const clients: { socket: FakeSocket; done: Promise<void> }[] = [client(signIn), client(signIn)];
  await isAsked();
  await new Promise((resolve) => setTimeout(resolve, 100)); // by then the second one waits too
  clients[0]?.socket.destroy();
  await clients[0]?.done;
  await settled();
  assert.equal(here.connected, 1);
  clients[1]?.socket.destroy();
  await clients[1]?.done;
  while (here.connected > 0) await settled();
  here.signsIn = true;
  assert.deepEqual(await signing(), { logins: 1, certificates: 1 });
});

test('if an identity is not acceptable, somebody is asked again, and for another identity', async () => {
  const matching = here.surroundings({ matchCommitter: 'true' });
  const other = COMMIT.replace(/committer .*>/, 'committer B <b@example.test>');
  const first = here.sign(signIn);
  await isAsked();
  const [own, another] = await Promise.all([first, here.sign(matching, other)]);
  assert.equal(own.last.type, 'signed');
  assert.equal(another.last.type, 'failed');
  assert.equal(here.counts().logins, 2);
});

test('a wrong clock is reported after a sign-in', async () => {
  here.agrees = undefined;
  const asking = here.surroundings({ instancePrivate: 'false' });
  const { heard, last } = await here.sign(asking, COMMIT, async ({ type }, socket) => {
    if (type !== 'consent') return;
    now += 2400;
    await socket.arrive({ type: 'consent-answer', answer: 'agreed' });
  });
  assert.deepEqual(heard, ['consent', 'say', 'signed'], JSON.stringify(last));
});
