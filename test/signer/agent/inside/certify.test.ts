import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { parseCertificate } from '../../../../core/certificate/index.js';
import type { ConsentAnswer } from '../../../../io/consent/index.js';
import { listenForPrograms } from '../../../../io/window/index.js';
import { certifyHere } from '../../../../signer/agent/certify.js';
import { Conversation } from '../../../../signer/agent/conversation.js';
import { ephemeralKey } from '../../../../signer/sign/key.js';
import { type Sandbox, startSandbox } from '../../../sandbox/index.js';
import { stackEnvironment } from '../../../support/waxseal.js';
import { COMMIT, EMAIL } from './agent-service.js';
import { FakeAgent } from './fake-agent.js';
import { FakeSocket, type Message, settled } from './fake-socket.js';

let sandbox: Sandbox;
let agent: FakeAgent;
let now = Math.floor(Date.now() / 1000);

before(async () => {
  sandbox = await startSandbox({ clock: () => now });
});
beforeEach(() => {
  now = Math.floor(Date.now() / 1000);
  agent = new FakeAgent(); // only its environment is used
  Object.assign(process.env, stackEnvironment(sandbox), {
    SIGSTORE_ID_TOKEN: sandbox.mintToken({ email: EMAIL }),
  });
});
afterEach(() => agent.end());
after(() => sandbox.stop());

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
const set = (name: string, value: string) =>
  execFileSync('git', ['config', '--global', `waxseal.${name}`, value]);
const certificates = () => sandbox.requests.filter(({ path }) => /signingCert/i.test(path)).length;

interface Certified {
  readonly done: Promise<void>;
  /** The next message to the agent. */
  next(): Promise<Message>;
  readonly socket: FakeSocket;
  readonly key: ReturnType<typeof ephemeralKey>;
}

function certifying(payload?: string, answer: ConsentAnswer = 'nobody'): Certified {
  const socket = new FakeSocket();
  const key = ephemeralKey();
  const port = { ask: async () => answer };
  const done = certifyHere(
    new Conversation(socket.asSocket()),
    base64(key.publicKey),
    payload === undefined ? undefined : base64(payload),
    port,
  );
  done.catch(() => undefined);
  return { done, next: () => socket.hears(), socket, key };
}

async function proven({ next, socket, key }: Certified): Promise<Message> {
  const { type, subject } = await next();
  assert.equal(type, 'prove');
  assert.equal(Buffer.from(String(subject), 'base64').toString(), EMAIL);
  await socket.arrive({ type: 'proof', signature: base64(key.sign(Buffer.from(String(subject), 'base64'))) });
  return next();
}

test('the agent proves that it has its key, and gets the certificate that Fulcio issues for it', async () => {
  const asking = certifying(COMMIT);
  const { type, der } = await proven(asking);
  await asking.done;
  assert.equal(type, 'certificate');
  const { spki } = parseCertificate(Buffer.from(String(der), 'base64'));
  assert.deepEqual(Buffer.from(spki), Buffer.from(asking.key.publicKey));
});

test('if the agent gives no proof, it gets no certificate, and its reason becomes the error', async () => {
  for (const [answer, message] of [
    [{ type: 'failed', lines: ['waxseal: not for me', 'hint: x'] }, 'not for me'],
    [{ type: 'failed', lines: ['a waxseal: inside'] }, 'a waxseal: inside'],
    [{ type: 'ending' }, 'the agent gave no proof of possession'],
  ] as const) {
    const asking = certifying();
    await asking.next();
    await asking.socket.arrive(answer);
    await assert.rejects(asking.done, { code: 'AGENT_REFUSED', message });
    assert.deepEqual(await asking.next(), { type: 'no-certificate' });
  }
});

test('with matchCommitter, no certificate is requested for somebody who is not the committer', async () => {
  set('matchCommitter', 'true');
  const asked = certificates();
  const asking = certifying(COMMIT.replace(/committer .*>/, 'committer B <b@example.test>'));
  await assert.rejects(asking.done, { code: 'COMMITTER_MISMATCH' });
  assert.equal((await asking.next()).type, 'no-certificate');
  assert.equal(certificates(), asked);
  for (const payload of [COMMIT, undefined]) {
    const own = certifying(payload);
    assert.equal((await proven(own)).type, 'certificate');
    await own.done;
  }
});

test('with matchCommitter=false, a certificate is requested whoever the committer is', async () => {
  set('matchCommitter', 'false');
  const asking = certifying(COMMIT.replace(/committer .*>/, 'committer B <b@example.test>'));
  assert.equal((await proven(asking)).type, 'certificate');
  await asking.done;
});

test('an identity that its user does not want to publish is not sent to Fulcio', async () => {
  set('instancePrivate', 'false');
  const asked = certificates();
  const asking = certifying(COMMIT, 'refused');
  await assert.rejects(asking.done, { code: 'CONSENT_REFUSED' });
  assert.equal((await asking.next()).type, 'no-certificate');
  assert.equal(certificates(), asked);
  const agreed = certifying(COMMIT, 'agreed');
  assert.equal((await proven(agreed)).type, 'certificate');
});

test('the window of an editor is asked before anybody else, and then disconnected', async () => {
  set('instancePrivate', 'false');
  process.env['VSCODE_GIT_COMMAND'] = 'commit';
  let gone = 0;
  const window = await listenForPrograms(process.env, async (link) => {
    link.gone.addEventListener('abort', () => gone++);
    for (let message = await link.next(); message; message = await link.next()) {
      if (message.type === 'offer') link.say({ type: 'here' });
      if (message.type === 'consent') link.say({ type: 'answer', answer: 'agreed' });
    }
  });
  const asking = certifying(COMMIT, 'refused');
  assert.equal((await proven(asking)).type, 'certificate');
  await asking.done;
  while (gone === 0) await settled();
  window.dispose();
});

test('nobody is asked to sign in for the agent', async () => {
  delete process.env['SIGSTORE_ID_TOKEN'];
  Object.assign(process.env, { BROWSER: 'true', DISPLAY: ':0' });
  const asking = certifying(COMMIT);
  await assert.rejects(asking.done, {
    code: 'NO_TOKEN_SOURCE',
    message: /an interactive sign-in is not allowed here/,
  });
  await settled();
  assert.equal((await asking.next()).type, 'no-certificate');
});

test('a wrong clock on this machine is reported', async (t) => {
  const said: string[] = [];
  const fs = (await import('node:fs')).default;
  const { syncBuiltinESMExports } = await import('node:module');
  const write = t.mock.method(fs, 'writeSync', (_: number, bytes: Uint8Array | string) => {
    said.push(typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString());
    return bytes.length;
  });
  syncBuiltinESMExports();
  now += 2400;
  try {
    const asking = certifying(COMMIT);
    await proven(asking);
    await asking.done;
  } finally {
    write.mock.restore();
    syncBuiltinESMExports();
  }
  assert.match(said.join(''), /clock is .* by Fulcio's/);
});
