import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, test } from 'node:test';
import { surroundings } from '../../../../signer/agent/surroundings.js';
import { TestInstance } from '../../../support/instance.js';
import { FakeAgent } from './fake-agent.js';

let agent: FakeAgent;
let log: string;

beforeEach(() => {
  agent = new FakeAgent();
  log = join(agent.home, 'debug.log');
  process.env['WAXSEAL_DEBUG'] = log;
});
afterEach(() => agent.end());

const SIGNED = {
  type: 'signed',
  record: false,
  created: 'CREATED\n',
  signer: { subject: 's', issuer: 'i' },
  armor: '',
  der: '',
};

const made = new Map<string, ReturnType<TestInstance['sign']>>();
const instance = new TestInstance();

/** What the agent answers for this payload, and what git must get. */
function signatureOf(payload: string) {
  const signature = made.get(payload) ?? instance.sign(Buffer.from(payload));
  made.set(payload, signature);
  const { armor, cms } = signature;
  const [armored, der] = [Buffer.from(armor), Buffer.from(cms)];
  const answer = { ...SIGNED, armor: armored.toString('base64'), der: der.toString('base64') };
  return { answer, armor: armored.toString(), der: der.toString() };
}
const { answer: ANSWER, armor: ARMOR, der: DER } = signatureOf('payload');

const CODE = `const { signThroughAgent } = await import(${JSON.stringify(
  new URL('../../../../signer/agent/sign.js', import.meta.url).href,
)});
const { writeSync } = await import('node:fs');
const [armor, statusFd] = JSON.parse(process.argv[1]);
const done = await signThroughAgent({ armor, statusFd: statusFd ?? undefined });
if ('status' in done) process.exit(done.status);
const read = await done.payload.then((bytes) => bytes.length, ({ message }) => message);
writeSync(1, 'without an agent: ' + read);`;

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** What was written to descriptor 3. */
  readonly told: string;
}

/** Signs this through the agent of this environment, in its own process. */
async function signed(payload: string, armor = true, statusFd: number | null = 3): Promise<Ended> {
  const args = ['--input-type=module', '-e', CODE, JSON.stringify([armor, statusFd])];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  const texts = ['', '', ''];
  for (const [i, stream] of [child.stdout, child.stderr, child.stdio[3] as Readable].entries())
    stream?.on('data', (chunk) => {
      texts[i] += chunk;
    });
  const input = child.stdin as Writable;
  input.on('error', () => undefined);
  input.end(payload);
  const [status] = await once(child, 'close');
  const [out = '', err = '', told = ''] = texts;
  return { status, out, err, told };
}

test('the agent’s signature is written in the form that git expects, and announced', async () => {
  await agent.listen(() => [{ type: 'working' }, ANSWER]);
  const armored = await signed('payload');
  assert.deepEqual(armored, {
    status: 0,
    out: ARMOR,
    err: '',
    told: '[GNUPG:] BEGIN_SIGNING\nCREATED\n',
  });
  const [opening] = agent.heard;
  assert.equal(opening?.['payload'], Buffer.from('payload').toString('base64'));
  assert.deepEqual(
    opening?.['surroundings'],
    JSON.parse(JSON.stringify(surroundings(process.env, process.cwd()))),
  );
  assert.deepEqual(await signed('payload', false, null), { status: 0, out: DER, err: '', told: '' });
});

test('a request that is declined, switched off or too large is done without the agent, with the payload that was read', async () => {
  await agent.listen(() => [{ type: 'declined', why: 'no' }]);
  assert.deepEqual(await signed('payload'), { status: 0, out: 'without an agent: 7', err: '', told: '' });
  assert.equal(agent.heard.length, 1);
  const large = 8 * 2 ** 20;
  const largest = signatureOf('x'.repeat(large));
  await agent.listen(() => [largest.answer]);
  assert.equal((await signed('x'.repeat(large + 1))).out, `without an agent: ${large + 1}`);
  process.env['WAXSEAL_AGENT'] = 'off';
  assert.equal((await signed('payload')).out, 'without an agent: 7');
  assert.equal(agent.heard.length, 0);
  delete process.env['WAXSEAL_AGENT'];
  assert.equal((await signed('x'.repeat(large))).out, largest.armor);
});

test('a failure is reported in its lines, its details go to the log, and nothing else is written', async () => {
  const failed = { type: 'failed', lines: ['waxseal: no', 'hint: yes'], status: 2, details: 'the details' };
  await agent.listen(() => [failed]);
  const ended = { status: 2, out: '', err: 'waxseal: no\nhint: yes\n' };
  assert.deepEqual(await signed('payload'), { ...ended, told: '[GNUPG:] BEGIN_SIGNING\n' });
  assert.match(readFileSync(log, 'utf8'), / agent failed\nthe details\n/);
  writeFileSync(log, '');
  await agent.listen(() => [{ ...failed, details: undefined }]);
  assert.deepEqual(await signed('payload', true, null), { ...ended, told: '' });
  assert.equal(readFileSync(log, 'utf8'), '');
});

test('if the agent is lost twice, there is no signature, and the message says what to do', async () => {
  await agent.listen((_, __, client) => {
    client.end(Buffer.from('\0\0\0\x12{"type":"working"}'));
    return [];
  });
  const { status, out, err } = await signed('payload');
  assert.deepEqual([status, out], [1, '']);
  assert.match(
    err,
    /^waxseal: the agent ended before the signature was complete; nothing was written\nhint: run /,
  );
  assert.match(readFileSync(log, 'utf8'), / agent failed\nerror AgentGone: the agent ended/);
});

test('an error here, while the agent wants a certificate, is reported unchanged', async () => {
  await agent.listen(({ type }) => (type === 'sign' ? [{ type: 'certify', publicKey: 'AAAA' }] : []));
  const { status, out, err } = await signed('payload');
  assert.deepEqual([status, out], [1, '']);
  assert.match(err, /^waxseal: there is no identity token/);
});

test('after a set-up, the identity is recorded after the signature if it is the committer’s', async () => {
  const wish = join(agent.home, '.config', 'waxseal', 'record-identity.json');
  mkdirSync(dirname(wish), { recursive: true });
  writeFileSync(wish, '{"servers":{}}');
  process.env['GIT_TERMINAL_PROMPT'] = '0'; // nobody is asked
  const me = { subject: 'me@example.test', issuer: 'i' };
  const signedBy = async (email: string) => {
    const payload = `tree 0\ncommitter A <${email}> 1 +0000\n\nx\n`;
    const { answer, armor } = signatureOf(payload);
    await agent.listen(() => [{ ...answer, record: true, signer: me }]);
    const { status, out, err } = await signed(payload);
    assert.deepEqual([status, out], [0, armor]);
    return err;
  };
  assert.equal(await signedBy('other@example.test'), '');
  assert.match(await signedBy(me.subject), /^waxseal: recorded me@example\.test \(i\) as trusted in /);
  assert.equal(await signedBy(me.subject), '', 'once');
});
