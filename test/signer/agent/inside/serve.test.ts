import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setDebugLog } from '../../../../io/debug-log.js';
import { VERSION } from '../../../../io/version.js';
import { PROTOCOL } from '../../../../signer/agent/protocol.js';
import { AgentHere, COMMIT, EMAIL } from './agent-service.js';
import { settled } from './fake-socket.js';

let here: AgentHere;

before(async () => {
  here = await AgentHere.start();
});
beforeEach(() => {
  here.fresh();
  here.window.length = 0;
  here.agrees = 'agreed';
  here.counts();
});
after(() => here.stop());

const base64 = (text: string) => Buffer.from(text).toString('base64');

async function answered(request: { type: string; [name: string]: unknown }, rest = {}) {
  const { socket, done } = here.client(request, rest);
  await done;
  return socket.sent();
}

test('a client is told first that its work is in progress, and then who is signed in', async () => {
  assert.deepEqual(await answered({ type: 'status' }), [
    { type: 'working' },
    { type: 'status', pid: process.pid, program: VERSION, sessions: [] },
  ]);
});

test('a client of another version can only end the agent', async () => {
  const other = { type: 'other-version', protocol: PROTOCOL, program: VERSION };
  for (const rest of [
    { protocol: PROTOCOL - 1 },
    { protocol: PROTOCOL + 1 },
    { program: '0.0.0' },
    { protocol: undefined },
  ])
    assert.deepEqual((await answered({ type: 'status' }, rest)).at(-1), other, JSON.stringify(rest));
  assert.equal(here.ended, 0);
  assert.deepEqual((await answered({ type: 'end' }, { protocol: 0, program: 'x' })).at(-1), {
    type: 'ending',
  });
  assert.equal(here.ended, 1);
});

test('an unknown request is declined', async () => {
  const [, last] = await answered({ type: 'sing' });
  assert.equal(last?.type, 'declined');
});

test('a failure includes details for a client that logs them; otherwise they go to the agent’s own log', async () => {
  const log = join(here.home, 'debug.log');
  const surroundings = { ...here.surroundings(), debug: true };
  setDebugLog(log);
  const request = { type: 'sign', payload: 1, surroundings: { ...surroundings, gitConfig: [] } };
  setDebugLog(log);
  const [, wanted] = await answered({
    ...request,
    surroundings: { ...surroundings, cwd: here.home, gitConfig: [1] },
  });
  assert.equal(wanted?.type, 'failed');
  setDebugLog(log);
  const [, plain] = await answered({ ...request, surroundings: { cwd: 'relative', env: {} } });
  assert.deepEqual(plain, { type: 'failed', lines: ['waxseal: no surroundings'], status: 1 });
  assert.match(readFileSync(log, 'utf8'), /no surroundings/);
  rmSync(log);
  setDebugLog(undefined);
  const [, detailed] = await answered({
    type: 'sign',
    payload: 1,
    surroundings: { ...surroundings, gitConfig: [...(surroundings.gitConfig ?? []), debugEntry(log)] },
  });
  assert.match(String(detailed?.['details']), /^error ProtocolError: no payload[^\n]* \[AGENT_PROTOCOL\]\n/);
  assert.equal(existsSync(log), false, 'whoever asked for the details writes them');
});

const debugEntry = (log: string) => ({
  key: 'waxseal.debuglog',
  value: log,
  scope: 'global',
  origin: 'file:/x',
});

test('failures go to the log that the client’s configuration names', async () => {
  const log = join(here.home, 'named.log');
  const { last } = await here.sign(
    { ...here.surroundings({ debugLog: log, rekorMode: 'online' }, EMAIL) },
    'x',
  );
  assert.equal(last.type, 'failed');
  assert.equal(last['details'], undefined);
  assert.match(readFileSync(log, 'utf8'), /online mode cannot sign/);
  setDebugLog(undefined);
});

test('a client with other network settings, or one that wants no agent, is declined', async () => {
  const surroundings = here.surroundings({}, EMAIL);
  const other = { ...surroundings, env: { ...surroundings.env, HTTPS_PROXY: 'http://proxy:1' } };
  assert.equal((await here.sign(other)).last.type, 'declined');
  const off = await here.sign(here.surroundings({ agent: 'false' }, EMAIL));
  assert.deepEqual(off.last, { type: 'declined', why: 'waxseal.agent is off' });
  assert.deepEqual(here.counts(), { logins: 0, certificates: 0, entries: 0 });
});

test('wrong settings are a failure, and the window is told about it and what to do', async () => {
  const { last } = await here.sign(here.surroundings({ rekorVersion: '2' }, EMAIL));
  assert.equal(last.type, 'failed');
  assert.equal(last['status'], 1);
  assert.match(String(last['lines']), /^waxseal: Rekor v2 proves no time.*hint: /);
  const told = here.window.find(({ type }) => type === 'failed');
  assert.equal(told?.['code'], 'REKOR_V2_NEEDS_TIMESTAMP');
});

test('the window is told only about failed signatures, not about other failures', async () => {
  const { socket, done } = here.client({
    type: 'login',
    surroundings: here.surroundings({ timeout: 'never' }),
  });
  assert.equal((await socket.hears()).type, 'failed');
  await done;
  assert.deepEqual(here.window, []);
  await answered({ type: 'sign', payload: 1 });
  assert.deepEqual(here.window, []);
});

test('a client that leaves, or gets no certificate, gets no answer', async () => {
  const surroundings = here.surroundings({}, EMAIL);
  const request = { type: 'sign', surroundings, payload: base64(COMMIT) };
  const gone = here.client(request);
  assert.equal((await gone.socket.hears()).type, 'certify');
  gone.socket.destroy();
  await gone.done;
  const without = here.client(request);
  assert.equal((await without.socket.hears()).type, 'certify');
  await without.socket.arrive({ type: 'no-certificate' });
  await without.done;
  await settled();
  assert.equal(without.socket.destroyed, true);
  assert.deepEqual([gone.socket.sent(), without.socket.sent()], [[], []]);
  assert.deepEqual(here.window, []);
});

test('login signs in again, whoever is signed in, and says who it is', async () => {
  for (const logins of [1, 1]) {
    const { socket, done } = here.client({ type: 'login', surroundings: here.surroundings() });
    const last = await socket.hears();
    await done;
    assert.equal(last.type, 'signed-in', JSON.stringify(last));
    assert.equal(last['subject'], EMAIL);
    assert.equal(last['signatures'], 0);
    assert.deepEqual(here.counts(), { logins, certificates: 1, entries: 0 });
  }
  assert.equal(here.service.sessions.facts().length, 2);
});
