import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { toHex } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { hashedRekordBody, leafHash } from '../../../core/transparency/index.js';
import { sendJson, serve } from '../../io/support/server.js';
import { historyRepo, outcomesIn } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';
import { commitPayload } from '../../support/signed-commit.js';

const instance = new TestInstance();
const repo = historyRepo(instance);
after(() => repo.remove());

const first = repo.commit('first', { sign: { embed: false } });
const second = repo.commit('second', { sign: { embed: false }, parents: [first] });
const embedded = repo.commit('embedded', { sign: {}, parents: [second] });

/** A true entry of the log, but for another signature. */
function foreignEntry(): { id: string; json: unknown } {
  const { logEntry, certificate } = instance.sign(commitPayload());
  const body = hashedRekordBody({
    version: '0.0.1',
    digest: digest('sha256', certificate),
    signature: certificate.subarray(0, 70),
    certificateDer: certificate,
  });
  const id = toHex(leafHash(body));
  const { integratedTime, logIndex, logId } = logEntry;
  const said = { body: Buffer.from(body).toString('base64'), integratedTime, logIndex, logID: toHex(logId) };
  return { id, json: { [id]: said } };
}

async function online(url: string) {
  const args = ['verify', '--any-signer', '--online', '--max-count', '9', embedded];
  const { stdout, status } = await repo.waxseal(args, { WAXSEAL_REKOR: url });
  return { stdout, status, outcomes: outcomesIn(stdout).map(([outcome]) => outcome) };
}

test('a log that lies or fails makes nothing better or worse, and each object says what happened', async (t) => {
  const foreign = foreignEntry();
  for (const [answer, reason] of [
    ['foreign', 'LOG_ENTRY_NOT_FOUND'],
    ['other-body', 'LOG_ENTRY_NOT_FOUND'],
    ['nothing', 'LOG_ENTRY_NOT_FOUND'],
    ['not-json', 'LOG_LOOKUP_FAILED'],
    ['down', 'LOG_LOOKUP_FAILED'],
  ] as const) {
    const { url } = await serve(t, ({ path }, response) => {
      if (answer === 'down') return sendJson(response, 400, { message: 'closed' });
      if (answer === 'not-json') return void response.end('<html>');
      if (path.includes('retrieve')) return sendJson(response, 200, answer === 'nothing' ? [] : [foreign.id]);
      const json = answer === 'foreign' ? foreign.json : { [foreign.id]: { body: 'e30=', logIndex: 1 } };
      sendJson(response, 200, json);
    });
    const { outcomes, stdout, status } = await online(url);
    assert.equal(status, 1, answer);
    assert.deepEqual(outcomes, ['valid', 'incomplete', 'incomplete'], answer);
    assert.equal(stdout.split(`[${reason}]`).length - 1, 2, `${answer}\n${stdout}`);
  }
});

test('with --offline, as cosign spells it, no server is asked, whatever the configuration says', async (t) => {
  const { url, seen } = await serve(t, (_, response) => sendJson(response, 200, []));
  const env = { WAXSEAL_REKOR: url, WAXSEAL_VERIFY_ONLINE: 'true' };
  const args = ['verify', '--any-signer', first];
  assert.equal((await repo.waxseal([...args, '--offline'], env)).status, 1);
  assert.equal(seen.length, 0);
  assert.equal((await repo.waxseal(args, env)).status, 1);
  assert.ok(seen.length > 0, 'the configuration asks for it');
  const both = await repo.waxseal([...args, '--offline', '--online'], env);
  assert.deepEqual([both.status, both.stdout], [2, '']);
});

test('an entry that a log withheld is requested again the next time; an embedded one is never requested', async (t) => {
  const { url, seen } = await serve(t, (_, response) => sendJson(response, 200, []));
  await online(url);
  await online(url);
  assert.equal(seen.length, 4);
});
