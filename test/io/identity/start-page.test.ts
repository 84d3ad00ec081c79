import assert from 'node:assert/strict';
import { type IncomingHttpHeaders, request } from 'node:http';
import { type TestContext, test } from 'node:test';
import { type CallbackListener, listenForCallback } from '../../../io/identity/sign-in/callback.js';

const ISSUER = new URL('https://issuer.test/auth?state=state&code_challenge=c');

async function listening(t: TestContext): Promise<{
  readonly listener: CallbackListener;
  readonly start: string;
  readonly refused: string[];
}> {
  const refused: string[] = [];
  const listener = await listenForCallback(undefined, 'state', {
    autocloseMs: undefined,
    onRefused: (what) => refused.push(what),
  });
  t.after(() => listener.close());
  return { listener, start: listener.startAt(ISSUER), refused };
}

/** A request as it is, without what a library adds. */
function get(
  url: string,
  { method = 'GET', ...headers }: Readonly<Record<string, string>> = {},
): Promise<{ status: number | undefined; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers }, (answer) =>
      resolve({ status: answer.resume().statusCode, headers: answer.headers }),
    );
    asking.once('error', reject).end();
  });
}

const callback = (listener: CallbackListener) => `${listener.redirectUrl}?code=c&state=state`;

test('the page that the browser opens says nothing, and leads to the issuer', async (t) => {
  const { listener, start } = await listening(t);
  const [page, base] = [new URL(start), new URL(listener.redirectUrl)];
  assert.equal(page.origin, base.origin);
  assert.match(page.pathname + page.search, /^\/[\w-]{32}$/);
  const { status, headers } = await get(start);
  assert.deepEqual([status, headers.location, headers['cache-control']], [302, ISSUER.href, 'no-store']);
  const callbackPage = get(callback(listener));
  assert.equal((await listener.wait(5000)).searchParams.get('code'), 'c');
  listener.succeed();
  assert.equal((await callbackPage).status, 200);
});

test('no two sign-ins have the same page, and no other path leads to the issuer', async (t) => {
  const [one, other] = [await listening(t), await listening(t)];
  assert.notEqual(new URL(one.start).pathname, new URL(other.start).pathname);
  for (const path of ['/', new URL(other.start).pathname, `${new URL(one.start).pathname}x`])
    assert.equal((await get(new URL(path, one.start).href)).status, 404, path);
});

test('a second request for the page gets nothing and ends the sign-in, before the callback and after it', async (t) => {
  const before = await listening(t);
  await get(before.start);
  const waiting = before.listener.wait(5000);
  const second = get(before.start);
  await assert.rejects(waiting, { code: 'SIGN_IN_OPENED_TWICE' });
  assert.deepEqual([(await second).status, (await second).headers.location], [409, undefined]);
  assert.deepEqual(before.refused, ['a second request for the sign-in page']);

  const after = await listening(t);
  await get(after.start);
  const shown = get(callback(after.listener));
  await after.listener.wait(5000);
  await get(after.start);
  assert.throws(() => after.listener.succeed(), { code: 'SIGN_IN_OPENED_TWICE' });
  after.listener.fail();
  assert.equal((await shown).status, 400);
});

test('a request for the page that no person made is refused, and the person’s own still gets it', async (t) => {
  const { listener, start, refused } = await listening(t);
  const rebound = { host: `evil.test:${new URL(start).port}` };
  for (const [headers, status] of [
    [{ 'sec-purpose': 'prefetch' }, 503],
    [{ 'sec-fetch-dest': 'image' }, 403],
    [{ origin: 'https://evil.test' }, 403],
    [{ method: 'HEAD' }, 405],
    [rebound, 404],
  ] as const) {
    const answer = await get(start, headers);
    assert.deepEqual([answer.status, answer.headers.location], [status, undefined], JSON.stringify(headers));
  }
  assert.equal(refused[0], 'a request for the sign-in page ahead of its time');
  assert.equal((await get(start)).status, 302);
  const shown = get(callback(listener));
  await listener.wait(5000);
  listener.succeed();
  assert.equal((await shown).status, 200);
});
