import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { parseTrustedRoot } from '../../../../core/trust/index.js';
import { verifyDetached } from '../../../../core/verify/index.js';
import { signedPayload } from '../../../../inspect/commits/signed-payload.js';
import { LARGEST_SENT } from '../../../../signer/agent/protocol.js';
import { payloadIn } from '../../../../signer/agent/sign-task.js';
import { AgentHere, COMMIT, EMAIL } from './agent-service.js';

let here: AgentHere;
let now = Math.floor(Date.now() / 1000);

before(async () => {
  here = await AgentHere.start(() => now);
});
beforeEach(() => {
  now = Math.floor(Date.now() / 1000);
  here.fresh();
  here.window.length = 0;
  here.agrees = 'agreed';
  here.maySign = 'refused';
  here.signsIn = true;
  rmSync(join(here.home, '.config'), { recursive: true, force: true });
  here.counts();
});
after(() => here.stop());

const UNSIGNED = { logins: 0, certificates: 0, entries: 0 };
const by = (committer: string) => COMMIT.replace(/committer .*>/, `committer ${committer}`);

test('the client gets a complete signature that holds, made with its own certificate', async () => {
  const surroundings = here.surroundings({}, EMAIL);
  const { last, heard } = await here.sign(surroundings);
  assert.deepEqual(heard, ['certify', 'signed']);
  assert.deepEqual(last['signer'], { subject: EMAIL, issuer: here.sandbox.urls.oidc });
  assert.match(String(last['created']), /^\[GNUPG:\] SIG_CREATED D \d+ \d+ 00 \d+ [0-9A-F]{40}\n$/i);
  assert.equal(last['record'], false);
  const armor = Buffer.from(String(last['armor']), 'base64');
  assert.match(armor.toString(), /^-----BEGIN SIGNED MESSAGE-----/);
  const trust = parseTrustedRoot(readFileSync(here.sandbox.trustedRootPath, 'utf8'));
  const verdict = await verifyDetached(signedPayload(Buffer.from(COMMIT), armor), { trust });
  assert.equal(verdict.outcome, 'valid');
  assert.ok(armor.toString().replace(/\n/g, '').includes(String(last['der']).slice(0, 100)));
  assert.deepEqual(here.counts(), { logins: 0, certificates: 1, entries: 1 });
});

test('the certificate is used again, but only for the same claims and instance', async () => {
  await here.sign(here.surroundings({}, EMAIL));
  assert.deepEqual((await here.sign(here.surroundings({}, EMAIL))).heard, ['signed']);
  assert.deepEqual(
    here.service.sessions.facts().map(({ signatures }) => signatures),
    [2],
  );
  assert.equal((await here.sign(here.surroundings({}, 'other@example.test'))).heard[0], 'certify');
  const timed = here.surroundings({ timestampServerURL: `${here.sandbox.urls.tsa}/api/v1/timestamp` }, EMAIL);
  assert.deepEqual((await here.sign(timed)).heard, ['certify', 'signed']);
  assert.equal(here.counts().certificates, 3);
});

test('the identity is recorded if the user wished it at set-up, and it is the committer’s or the client can ask', async () => {
  const recorded = async (committer: string, terminal = false, local = false) => {
    const off = here.surroundings({ matchCommitter: 'false' }, EMAIL, { terminal });
    const { fulcio } = here.sandbox.urls;
    const entry = { key: 'waxseal.fulcio', value: fulcio, scope: 'local', origin: 'file:y' };
    const { SIGSTORE_FULCIO_URL: _, ...env } = off.env;
    const gitConfig = [...(off.gitConfig ?? []), entry];
    return (await here.sign(local ? { ...off, env, gitConfig } : off, by(committer))).last['record'];
  };
  const [own, other] = [`A <${EMAIL}>`, 'R <r@example.test>'];
  assert.equal(await recorded(own), false, 'without a wish');
  mkdirSync(join(here.home, '.config', 'waxseal'), { recursive: true });
  writeFileSync(join(here.home, '.config', 'waxseal', 'record-identity.json'), '{"servers":{}}');
  assert.deepEqual(
    [await recorded(own), await recorded(other), await recorded(other, true)],
    [true, false, true],
  );
  assert.equal(await recorded(own, true, true), false, 'where the repository chose the authority');
});

test('a payload is text of at most 8 MiB', () => {
  const payload = (bytes: number) => Buffer.alloc(bytes, 'x').toString('base64');
  assert.equal(payloadIn(payload(LARGEST_SENT)).length, LARGEST_SENT);
  assert.throws(() => payloadIn(payload(LARGEST_SENT + 1)), { code: 'AGENT_PROTOCOL' });
  for (const value of [undefined, 1, {}]) assert.throws(() => payloadIn(value), { code: 'AGENT_PROTOCOL' });
  assert.throws(() => payloadIn('?'), { name: 'EncodingError' });
});

test('with matchCommitter, nothing is signed, logged or certified for anybody but the committer', async () => {
  const settings = { matchCommitter: 'true' };
  const nobody = await here.sign(here.surroundings(settings, EMAIL), 'text');
  assert.equal(nobody.last.type, 'declined');
  const other = await here.sign(here.surroundings(settings), by('B <b@example.test>'));
  assert.match(String(other.last['lines']), /does not match the committer, B <b@example\.test>/);
  assert.deepEqual(here.counts(), { ...UNSIGNED, logins: 1 });
  const client = await here.sign(here.surroundings(settings, EMAIL), by('B <b@example.test>'));
  assert.match(String(client.last['lines']), /does not match the committer/);
  assert.equal(here.counts().entries, 0);
  const own = await here.sign(here.surroundings(settings, EMAIL));
  assert.equal(own.last.type, 'signed', JSON.stringify(own.last));
});

test('with matchCommitter, a session of somebody else is not used, and one of the committer is', async () => {
  const settings = { matchCommitter: 'true' };
  await here.sign(here.surroundings());
  here.counts();
  assert.equal((await here.sign(here.surroundings(settings))).last.type, 'signed');
  assert.equal(here.counts().logins, 0);
  const other = await here.sign(here.surroundings(settings), by('B <b@example.test>'));
  assert.equal(other.last.type, 'failed');
  assert.equal(here.counts().logins, 1);
});

test('the certificate of another identity is not renewed for a committer before the user says so', async () => {
  const surroundings = here.surroundings();
  await here.sign(surroundings);
  await here.age(surroundings, 10, 600);
  here.counts();
  const refused = await here.sign(surroundings, by('C <c@example.test>'));
  assert.match(String(refused.last['lines']), /you did not want dev@example\.test to sign for C/);
  assert.deepEqual(here.counts(), UNSIGNED);
  here.maySign = 'agreed';
  const agreed = await here.sign(surroundings, by('C <c@example.test>'));
  assert.equal(agreed.last.type, 'signed', JSON.stringify(agreed.last));
  assert.deepEqual(here.counts(), { logins: 0, certificates: 1, entries: 1 });
});

test('if everybody may sign for the committer, a note says that it is somebody else, and the commit is signed', async () => {
  const said: unknown[] = [];
  const { last } = await here.sign(
    here.surroundings({ matchCommitter: 'false' }, EMAIL),
    by('C <c@example.test>'),
    ({ line }) => {
      if (line !== undefined) said.push(line);
    },
  );
  assert.equal(last.type, 'signed');
  assert.match(String(said), /signed as dev@example\.test, but the committer is C <c@example\.test>/);
});

test('users who changed their mind after signing in are asked again, at the client if no window answers', async () => {
  const surroundings = here.surroundings({ instancePrivate: 'false' });
  assert.equal((await here.sign(surroundings)).last.type, 'signed');
  const asked = () => here.window.filter(({ type }) => type === 'consent').length;
  assert.equal(asked(), 1);
  await here.sign(surroundings);
  assert.equal(asked(), 1, 'they have agreed');
  rmSync(join(here.home, '.config'), { recursive: true });
  here.counts();
  here.agrees = 'refused';
  const refused = await here.sign(surroundings);
  assert.match(String(refused.last['lines']), /you did not agree/);
  here.agrees = undefined;
  const heard = await here.sign(surroundings, COMMIT, async ({ type }, socket) => {
    if (type === 'consent') await socket.arrive({ type: 'consent-answer', answer: 'refused' });
  });
  assert.deepEqual(heard.heard, ['consent', 'failed']);
  assert.deepEqual(here.counts(), UNSIGNED);
  const agreed = await here.sign(surroundings, COMMIT, async ({ type }, socket) => {
    if (type === 'consent') await socket.arrive({ type: 'consent-answer', answer: 'agreed' });
  });
  assert.equal(agreed.last.type, 'signed');
});

test('if the certificate ended before the log accepted the entry, another one signs; a signature that does not hold is never returned', async () => {
  const surroundings = here.surroundings({}, EMAIL);
  for (const [left, heard] of [
    [60, ['certify', 'signed']],
    [61, ['failed']],
  ] as const) {
    here.fresh();
    now -= 3600;
    await here.sign(surroundings);
    await here.age(surroundings, left);
    now += 3600;
    const ended = await here.sign(surroundings);
    assert.deepEqual(ended.heard, heard, JSON.stringify(ended.last));
  }
  assert.deepEqual(
    here.service.sessions.facts().map(({ signatures }) => signatures),
    [1],
    'what does not hold is not counted',
  );
});

test('any other failure is not repeated', async () => {
  const surroundings = here.surroundings({}, EMAIL);
  await here.sign(surroundings);
  await here.age(surroundings, 30);
  here.sandbox.faults.add({ server: 'rekor', path: /log\/entries/, action: { status: 400, body: 'no' } });
  const { heard } = await here.sign(surroundings);
  here.sandbox.faults.clear();
  assert.deepEqual(heard, ['failed']);
});

test('for a client that left before its signature started, nothing is logged', async () => {
  await here.sign(here.surroundings({}, EMAIL));
  here.counts();
  const { socket, done } = here.client({
    type: 'sign',
    surroundings: here.surroundings({}, EMAIL),
    payload: Buffer.from(COMMIT).toString('base64'),
  });
  socket.destroy();
  await done;
  assert.deepEqual(here.counts(), UNSIGNED);
});
