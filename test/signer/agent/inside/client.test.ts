import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { Publication, Question } from '../../../../io/consent/index.js';
import { VERSION } from '../../../../io/version.js';
import { askAgent, endAgent, isSwitchedOff } from '../../../../signer/agent/client.js';
import { agentPlace } from '../../../../signer/agent/place.js';
import { PROTOCOL } from '../../../../signer/agent/protocol.js';
import { FakeAgent } from './fake-agent.js';
import type { Message } from './fake-socket.js';

let agent: FakeAgent;
let log: string;

beforeEach(() => {
  agent = new FakeAgent();
  log = join(agent.home, 'debug.log');
  process.env['WAXSEAL_DEBUG'] = log;
  process.env['WAXSEAL_AGENT'] = 'off'; // if none is found, none is started
});
afterEach(() => agent.end());

const STATUS = { type: 'status', pid: 1, program: VERSION, sessions: [] };
const status = () => askAgent(() => ({ type: 'status' }), 'status');
const other = (protocol: number, program: string) => ({ type: 'other-version', protocol, program });

test('the environment switches the agent off in the usual words', () => {
  for (const word of ['false', 'no', 'off', '0', 'OFF', ' no '])
    assert.equal(isSwitchedOff({ WAXSEAL_AGENT: word }), true);
  for (const word of ['', 'true', 'on', '1', 'offer', 'not', '00', undefined])
    assert.equal(isSwitchedOff({ WAXSEAL_AGENT: word }), false, word);
});

test('the request to the agent states the versions, and the agent’s answer is the result', async () => {
  await agent.listen(() => [{ type: 'working' }, { type: 'unknown' }, STATUS]);
  assert.deepEqual(await status(), STATUS);
  assert.deepEqual(agent.heard, [{ type: 'status', protocol: PROTOCOL, program: VERSION }]);
});

test('a failure is an answer too, and a declined request is done without an agent', async () => {
  const failed = { type: 'failed', lines: ['waxseal: no'], status: 1 };
  await agent.listen(() => [failed]);
  assert.deepEqual(await status(), failed);
  await agent.listen(() => [{ type: 'declined', why: 'not today' }]);
  assert.deepEqual(await status(), { type: 'without-agent', why: 'not today' });
  assert.match(readFileSync(log, 'utf8'), / agent not used: not today$/m);
});

test('an answer to another question does not count', async () => {
  await agent.listen(() => [{ type: 'ending' }, STATUS]);
  assert.deepEqual(await status(), STATUS);
});

test('without an agent, or if its directory is not safe, the work is done without it', async () => {
  assert.deepEqual(await status(), { type: 'without-agent', why: 'waxseal.agent is off' });
  process.env['XDG_RUNTIME_DIR'] = join(agent.home, 'x'.repeat(100));
  const outcome = await status();
  assert.ok(outcome.type === 'without-agent' && /too long/.test(outcome.why));
});

const publication: Publication = {
  identity: { subject: 's', issuer: 'i' },
  fulcio: 'f',
  logs: [],
  chosen: [],
};

test('the user here gets the agent’s questions', async () => {
  await agent.listen((message) =>
    message.type === 'status' ? [{ type: 'consent', publication }] : [{ ...STATUS, heard: message }],
  );
  const asked: Question[] = [];
  const outcome = await askAgent(() => ({ type: 'status' }), 'status', {
    ask: async (what) => {
      asked.push(what);
      return 'refused';
    },
  });
  assert.deepEqual(asked, [publication]);
  assert.deepEqual((outcome as unknown as Message)['heard'], { type: 'consent-answer', answer: 'refused' });
});

test('the agent’s messages are shown here', async (t) => {
  const said: string[] = [];
  await agent.listen(() => [{ type: 'say', line: 'something to know' }, STATUS]);
  const write = t.mock.method(await output(), 'writeSync', (_: number, bytes: Uint8Array | string) => {
    said.push(typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString());
    return bytes.length;
  });
  const { syncBuiltinESMExports } = await import('node:module');
  syncBuiltinESMExports();
  try {
    assert.deepEqual(await status(), STATUS);
  } finally {
    write.mock.restore();
    syncBuiltinESMExports();
  }
  assert.match(said.join(''), /something to know\n/);
});

const output = async () => (await import('node:fs')).default;

test('an agent that dies during a request is replaced once', async () => {
  const dies = (times: number) =>
    agent.listen((_, count) => (count <= times ? 'gone' : [STATUS])).then(() => undefined);
  const heard = (times: number) =>
    agent.listen((_, count, client) => {
      if (count > times) return [STATUS];
      client.end(Buffer.from('\0\0\0\x12{"type":"working"}'));
      return [];
    });
  await heard(1);
  assert.deepEqual(await status(), STATUS);
  assert.match(readFileSync(log, 'utf8'), / agent lost \(the agent ended\), trying once more$/m);
  await heard(2);
  await assert.rejects(status(), { code: 'AGENT_LOST', unheard: undefined });
  assert.equal(agent.heard.length, 2);
  await dies(11);
  assert.deepEqual(await status(), STATUS);
  assert.equal(agent.connections, 12);
});

test('an agent that disconnects twelve times without an answer is not asked again', async () => {
  await agent.listen(() => 'gone');
  const started = performance.now();
  assert.deepEqual(await status(), {
    type: 'without-agent',
    why: 'whoever listens at its socket does not answer',
    hint: `end that program, or remove ${agentPlace(process.env).socket}`,
  });
  assert.ok(performance.now() - started > 11 * 24, 'a dying process has time to go');
  assert.equal(agent.connections, 12);
});

test('an error here is thrown, and the connection is closed', async () => {
  let closed = false;
  await agent.listen((_, __, client) => {
    client.once('close', () => {
      closed = true;
    });
    return [{ type: 'consent', publication }];
  });
  const port = { ask: () => Promise.reject(new Error('nobody to ask')) };
  await assert.rejects(
    askAgent(() => ({ type: 'status' }), 'status', port),
    /nobody to ask/,
  );
  while (!closed) await new Promise((resolve) => setTimeout(resolve, 2));
  await assert.rejects(
    askAgent(() => assert.fail('no request'), 'status'),
    /no request/,
  );
});

test('an older agent is asked to end, once; any other is left alone', async () => {
  const [major = 0, minor = 0, patch = 0] = VERSION.split('.').map(Number);
  for (const [protocol, program, replaced] of [
    [PROTOCOL - 1, VERSION, true],
    [PROTOCOL + 1, '0.0.0', false],
    [PROTOCOL, '0', true],
    [PROTOCOL, `${major}.${minor}.${patch}`, false],
    [PROTOCOL, `${major}.${minor}.${patch + 1}`, false],
    [PROTOCOL, `${major + 1}.0.0`, false],
    [PROTOCOL, `${major}.${minor + 1}.0`, false],
  ] as const) {
    await agent.listen(({ type }) => [type === 'end' ? { type: 'ending' } : other(protocol, program)]);
    const outcome = await status();
    assert.equal(outcome.type, 'without-agent');
    assert.ok('why' in outcome && outcome.why.includes(`another version (${program})`));
    assert.deepEqual(
      agent.heard.map(({ type }) => type),
      replaced ? ['status', 'end', 'status'] : ['status'],
      program,
    );
    if (replaced) assert.equal(agent.heard[1]?.['why'], 'replaced');
  }
  await agent.listen(({ type }, count) => [
    type === 'end' ? { type: 'ending' } : count === 1 ? other(PROTOCOL, '0.0.0') : STATUS,
  ]);
  rmSync(log);
  assert.deepEqual(await status(), STATUS);
  assert.match(readFileSync(log, 'utf8'), /of version 0\.0\.0 is asked to end/);
});

test('an agent is ended, and one that leaves without an answer counts as ended too', async () => {
  const place = agentPlace(process.env);
  assert.equal(await endAgent(place, 'logout'), 'none');
  await agent.listen(() => [{ type: 'ending' }]);
  assert.equal(await endAgent(place, 'logout'), 'ended');
  assert.deepEqual(agent.heard, [{ type: 'end', why: 'logout', protocol: PROTOCOL, program: VERSION }]);
  await agent.listen(() => 'gone');
  assert.equal(await endAgent(place, 'logout'), 'ended');
});

test('without a token, the client says that it gets no certificate, and throws the reason', async () => {
  let last: Message | undefined;
  await agent.listen((message) => {
    last = message;
    return message.type === 'status' ? [{ type: 'certify', publicKey: 'AAAA' }] : [];
  });
  await assert.rejects(status(), { code: 'NO_TOKEN_SOURCE' });
  while (last?.type === 'status') await new Promise((resolve) => setTimeout(resolve, 2));
  assert.deepEqual(last, { type: 'no-certificate' });
});
