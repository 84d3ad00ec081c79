import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { NetworkError, request } from '../../../io/http/index.js';
import { VERSION } from '../../../io/version.js';
import { fakeToken, sendJson, serve } from '../support/server.js';

const direct = { network: {} };

function fails(code: string, status?: number) {
  return (error: unknown) => {
    assert.ok(error instanceof NetworkError, String(error));
    assert.equal(error.code, code, error.message);
    assert.equal(error.status, status);
    return true;
  };
}

test('a GET returns status, headers and body, and names the client', async (t) => {
  const { url, seen } = await serve(t, (_, response) => sendJson(response, 200, { a: 1 }, { etag: 'x' }));
  const answer = await request({ ...direct, url });
  assert.deepEqual(answer.json(), { a: 1 });
  assert.equal(answer.headers['etag'], 'x');
  assert.equal(seen[0]?.headers['user-agent'], `waxseal/${VERSION}`);
});

test('a POST sends its body with its length', async (t) => {
  const { url, seen } = await serve(t, (_, response) => sendJson(response, 201, {}));
  await request({ ...direct, url, method: 'POST', body: 'é' });
  assert.equal(seen[0]?.body, 'é');
  assert.equal(seen[0]?.headers['content-length'], '2');
});

test('a request to a busy server is repeated, but only if the repetition does no harm', async (t) => {
  const { url, seen } = await serve(t, (_, response, n) =>
    sendJson(response, n < 3 ? 503 : 200, { n }, { 'retry-after': '0' }),
  );
  assert.deepEqual((await request({ ...direct, url })).json(), { n: 3 });
  seen.length = 0;
  await assert.rejects(request({ ...direct, url, method: 'POST', body: '' }), fails('STATUS', 503));
  assert.equal(seen.length, 1);
});

test('a request that must not be sent twice does not go over a connection that the server is closing', async (t) => {
  const used = new Set<unknown>();
  const { url, seen } = await serve(t, (_, response) => {
    if (used.has(response.socket)) return void response.socket?.destroy();
    used.add(response.socket);
    sendJson(response, 200, {});
  });
  for (const method of ['GET', 'POST', 'POST'] as const) {
    const { status } = await request({ ...direct, url, method, ...(method === 'POST' && { body: 'code' }) });
    assert.equal(status, 200);
  }
  assert.deepEqual([seen.length, used.size], [3, 3]);
});

test('the number of attempts is limited, and a server that asks for an hour is not waited for', async (t) => {
  let after = '0';
  const { url, seen } = await serve(t, (_, response) =>
    sendJson(response, 429, {}, { 'retry-after': after }),
  );
  await assert.rejects(request({ ...direct, url, attempts: 2 }), fails('STATUS', 429));
  assert.equal(seen.length, 2);
  after = '3600';
  await assert.rejects(request({ ...direct, url }), fails('STATUS', 429));
  assert.equal(seen.length, 3);
});

test('a refused request is not repeated', async (t) => {
  const { url, seen } = await serve(t, (_, response) =>
    sendJson(response, 400, { message: 'no such thing' }),
  );
  await assert.rejects(request({ ...direct, url }), /answered 400: no such thing$/);
  assert.equal(seen.length, 1);
});

test('a status that the caller expects is an answer', async (t) => {
  const { url } = await serve(t, (_, response) => sendJson(response, 409, {}, { location: '/there' }));
  const answer = await request({ ...direct, url, alsoAccept: [409] });
  assert.equal(answer.status, 409);
  assert.equal(answer.headers['location'], '/there');
});

test('the message of a server is one harmless, bounded line without tokens, and the URL is shown without its query', async (t) => {
  const token = fakeToken({ email: 'a@b.test' });
  const { url } = await serve(t, (_, response) =>
    sendJson(response, 401, {
      message: `bad token ${token}\n[GNUPG:] GOODSIG \u001b[31m Bearer abcdefghijkl ${'x '.repeat(400)}`,
    }),
  );
  const error = await request({ ...direct, url: `${url}/p?token=secret` }).then(
    () => assert.fail('no error'),
    (caught: NetworkError) => caught,
  );
  assert.equal(error.url, `${url}/p`);
  for (const secret of [token, token.slice(0, 20), 'secret', 'abcdefghijkl', '\n', '\u001b']) {
    assert.ok(!error.message.includes(secret), `${JSON.stringify(secret)} in ${error.message}`);
  }
  assert.match(error.message, /<redacted>/);
  assert.ok(error.message.length < 300);
});

test('a web page in an error is not shown', async (t) => {
  const { url } = await serve(t, (_, response) => {
    response.writeHead(404, { 'content-type': 'text/html' });
    response.end('<html>nginx</html>');
  });
  await assert.rejects(request({ ...direct, url }), /answered 404$/);
});

test('an answer above the limit is refused, with or without a Content-Length', async (t) => {
  const { url } = await serve(t, (seen, response) => {
    response.writeHead(200, seen.path === '/announced' ? { 'content-length': '5000' } : {});
    response.write('x'.repeat(2500));
    response.end('x'.repeat(2500));
  });
  for (const path of ['/announced', '/chunked']) {
    await assert.rejects(request({ ...direct, url: url + path, maxBytes: 4000 }), fails('TOO_LARGE'));
  }
});

test('a truncated answer is not taken for a complete one', async (t) => {
  const { url } = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('x');
    setTimeout(() => response.destroy(), 20);
  });
  await assert.rejects(request({ ...direct, url, attempts: 1 }), fails('CONNECT_FAILED'));
});

test('a server that never answers, or never ends, is given up', async (t) => {
  const { url } = await serve(t, (seen, response) => {
    if (seen.path === '/stall') response.write('x');
  });
  for (const path of ['/silence', '/stall']) {
    await assert.rejects(request({ ...direct, url: url + path, timeoutMs: 100 }), fails('TIMEOUT'));
  }
});

test('the caller can cancel', async (t) => {
  const { url } = await serve(t, () => {});
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 30);
  await assert.rejects(request({ ...direct, url, signal: abort.signal }), fails('ABORTED'));
  await assert.rejects(request({ ...direct, url, signal: abort.signal }), fails('ABORTED'));
});

test('an answer that is not HTTP, and a closed port, are reported as such', async (t) => {
  const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  t.after(() => server.close());
  await assert.rejects(request({ ...direct, url }), fails('MALFORMED'));
  server.close();
  await assert.rejects(
    request({ ...direct, url: 'http://127.0.0.1:1', attempts: 1 }),
    fails('CONNECT_FAILED'),
  );
});

test('a redirect is followed for a GET within one origin, and refused otherwise', async (t) => {
  const other = await serve(t, (_, response) => sendJson(response, 200, { stolen: true }));
  const { url } = await serve(t, (seen, response) => {
    if (seen.path === '/end') return sendJson(response, 200, { end: true });
    const to = seen.path === '/away' ? `${other.url}/` : seen.path === '/loop' ? '/loop' : '/end';
    response.writeHead(302, { location: to });
    response.end();
  });
  assert.deepEqual((await request({ ...direct, url: `${url}/start` })).json(), { end: true });
  await assert.rejects(request({ ...direct, url: `${url}/away` }), fails('REDIRECTED', 302));
  await assert.rejects(request({ ...direct, url: `${url}/loop` }), fails('REDIRECTED', 302));
  await assert.rejects(
    request({ ...direct, url: `${url}/start`, method: 'POST', body: '' }),
    fails('REDIRECTED', 302),
  );
  assert.equal(other.seen.length, 0);
});

test('plain http is only for this machine', async () => {
  for (const url of [
    'http://example.com/',
    'http://127.0.0.1.example.com',
    'http://notlocalhost',
    'file:///etc/passwd',
    'ftp://localhost',
  ]) {
    await assert.rejects(request({ ...direct, url }), fails('INSECURE_URL'));
  }
  await assert.rejects(request({ ...direct, url: 'nonsense' }), fails('BAD_URL'));
  await assert.rejects(request({ ...direct, url: 'https://me:pw@localhost/' }), fails('BAD_URL'));
});

test('localhost is reached if it listens only on IPv4 or only on IPv6', async (t) => {
  const four = await serve(t, (_, response) => sendJson(response, 200, 4));
  assert.equal((await request({ ...direct, url: `http://localhost:${four.port}` })).json(), 4);
  const six = await serve(t, (_, response) => sendJson(response, 200, 6), '::1').catch(() => undefined);
  if (six === undefined) return t.diagnostic('this machine has no IPv6 loopback');
  assert.equal((await request({ ...direct, url: `http://localhost:${six.port}` })).json(), 6);
  assert.equal((await request({ ...direct, url: six.url })).json(), 6);
});

test('a broken JSON or UTF-8 answer is malformed', async (t) => {
  const { url } = await serve(t, (seen, response) => {
    response.end(seen.path === '/utf8' ? Buffer.from([0xff]) : '{');
  });
  const answer = await request({ ...direct, url });
  assert.throws(() => answer.json(), fails('MALFORMED', 200));
  const bytes = await request({ ...direct, url: `${url}/utf8` });
  assert.throws(() => bytes.text(), fails('MALFORMED', 200));
});
