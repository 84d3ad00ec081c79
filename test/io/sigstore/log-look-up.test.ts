import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { toHex } from '../../../core/encoding/index.js';
import { leafHash } from '../../../core/transparency/index.js';
import { LogLookUp, SigstoreError } from '../../../io/sigstore/index.js';
import { Turns } from '../../../io/sigstore/turns.js';
import { sendJson, serve } from '../support/server.js';

const FAILED = (error: unknown) => error instanceof SigstoreError && error.code === 'LOOK_UP_FAILED';
const certificate = (n: number) => Uint8Array.of(0x30, 0x01, n);

const body = (n: number) => Buffer.from(JSON.stringify({ kind: 'other', n }));
const idOf = (n: number) => toHex(leafHash(body(n)));
function entry(response: ServerResponse, n: number): void {
  const said = { body: body(n).toString('base64'), integratedTime: 1, logID: '00'.repeat(32), logIndex: n };
  sendJson(response, 200, { [idOf(n)]: said });
}

test('objects with the same certificate share one search, and an entry is read once', async (t) => {
  const { url, seen } = await serve(t, ({ path }, response) => {
    if (path.includes('retrieve')) sendJson(response, 200, [idOf(1), idOf(2)]);
    else entry(response, path.endsWith(idOf(1)) ? 1 : 2);
  });
  const log = new LogLookUp({ url });
  const asked = Array.from({ length: 20 }, (_, i) =>
    log.find({ certificate: certificate(1), digests: [new Uint8Array(32).fill(i)] }),
  );
  for (const { entries, notes } of await Promise.all(asked)) {
    assert.deepEqual(entries, []);
    assert.equal(notes.length, 2);
  }
  assert.equal(seen.length, 3);
});

test('at most eight requests run at once', async (t) => {
  let [now, most] = [0, 0];
  const { url } = await serve(t, async (_, response) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 20));
    now -= 1;
    sendJson(response, 200, []);
  });
  const log = new LogLookUp({ url });
  await Promise.all(
    Array.from({ length: 40 }, (_, i) => log.find({ certificate: certificate(i), digests: [] })),
  );
  assert.ok(most > 1 && most <= 8, String(most));
});

test('when a log asks for a pause, all requests pause; a log that asks for an hour is not waited for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const turns = new Turns(2);
  assert.ok(turns.pause(30_000));
  const ran: number[] = [];
  const tasks = [1, 2, 3].map((n) => turns.take(async () => ran.push(n)));
  t.mock.timers.tick(29_999);
  await new Promise(setImmediate);
  assert.deepEqual(ran, []);
  t.mock.timers.tick(1);
  await Promise.all(tasks);
  assert.deepEqual(ran, [1, 2, 3]);
  assert.ok(!turns.pause(3_600_000));
});

test('a log that is down is given up, and every object gets the reason', async (t) => {
  const { url, seen } = await serve(t, (_, response) =>
    sendJson(response, 400, { message: 'no search here' }),
  );
  const log = new LogLookUp({ url });
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, (_, i) => log.find({ certificate: certificate(i), digests: [] })),
  );
  for (const answer of answers) assert.ok(answer.status === 'rejected' && FAILED(answer.reason));
  assert.ok(seen.length <= 11, String(seen.length));
});

test('an entry that could not be read is a failed look-up, not an entry that is not there', async (t) => {
  const { url } = await serve(t, ({ path }, response) => {
    if (path.includes('retrieve')) sendJson(response, 200, [idOf(1)]);
    else sendJson(response, 403, {});
  });
  await assert.rejects(new LogLookUp({ url }).find({ certificate: certificate(1), digests: [] }), FAILED);
});
