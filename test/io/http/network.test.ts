import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type NetworkError, networkFromEnvironment, request } from '../../../io/http/index.js';
import { proxyFor } from '../../../io/http/network.js';

function tlsFiles(t: TestContext): { dir: string; cert: string; key: string } {
  const dir = mkdtempSync(join(tmpdir(), 'waxseal-tls-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=sigstore.test',
      '-addext',
      'subjectAltName=DNS:sigstore.test,DNS:localhost,IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  );
  return { dir, cert, key };
}

async function tlsServer(t: TestContext, cert: string, key: string): Promise<number> {
  const server = createTlsServer({ cert: readFileSync(cert), key: readFileSync(key) }, (_, response) =>
    response.end('hello'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test('a server with a private certificate is refused, and trusted with the extra certificate authorities', async (t) => {
  const { cert, key, dir } = tlsFiles(t);
  const url = `https://localhost:${await tlsServer(t, cert, key)}/`;
  await assert.rejects(request({ url, network: {} }), { code: 'TLS_FAILED' });
  assert.equal((await request({ url, network: { extraCaFile: cert } })).text(), 'hello');
  const empty = join(dir, 'empty.pem');
  writeFileSync(empty, '');
  for (const extraCaFile of [join(dir, 'missing.pem'), empty]) {
    await assert.rejects(request({ url, network: { extraCaFile } }), { code: 'BAD_CA_FILE' });
  }
});

/** A proxy that connects everybody to this port, and notes what it is asked. Returns its own port. */
async function connectProxy(t: TestContext, port: number, asked: string[]): Promise<number> {
  const proxy = createServer((_, response) => response.writeHead(500).end());
  proxy.on('connect', (connectRequest, socket) => {
    asked.push(`${connectRequest.url} ${connectRequest.headers['proxy-authorization']}`);
    if (connectRequest.url?.startsWith('refused')) return void socket.end('HTTP/1.1 407 No\r\n\r\n');
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    t.after(() => {
      upstream.destroy();
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return (proxy.address() as AddressInfo).port;
}

test('an https: URL goes through the proxy with CONNECT, with the certificate checked end to end', async (t) => {
  const { cert, key } = tlsFiles(t);
  const port = await tlsServer(t, cert, key);
  const asked: string[] = [];
  const proxy = await connectProxy(t, port, asked);
  const httpsProxy = `http://me:p%40ss@127.0.0.1:${proxy}`;
  const network = { httpsProxy, extraCaFile: cert };

  assert.equal((await request({ url: 'https://sigstore.test/', network })).text(), 'hello');
  assert.deepEqual(asked, [`sigstore.test:443 Basic ${Buffer.from('me:p@ss').toString('base64')}`]);
  await assert.rejects(request({ url: 'https://other.test/', network, attempts: 1 }), { code: 'TLS_FAILED' });
  const error = await request({ url: 'https://refused.test/', network }).catch(
    (caught: NetworkError) => caught,
  );
  assert.ok('code' in error && error.code === 'PROXY_FAILED', String(error));
  assert.ok(!error.message.includes('p%40ss') && !error.message.includes('me:'), error.message);
});

test('NO_PROXY names hosts, domains, ports and everything; loopback is always direct', () => {
  const via = (url: string, noProxy: string) =>
    proxyFor(new URL(url), { httpsProxy: 'http://p:1', noProxy }) !== undefined;
  assert.equal(via('https://rekor.sigstore.dev/', ''), true);
  assert.equal(via('https://rekor.sigstore.dev/', 'sigstore.dev'), false);
  assert.equal(via('https://rekor.sigstore.dev/', 'other.dev, .sigstore.dev'), false);
  assert.equal(via('https://notsigstore.dev/', 'sigstore.dev'), true);
  assert.equal(via('https://a.test:8443/', 'a.test:443'), true);
  assert.equal(via('https://a.test:8443/', 'a.test:8443'), false);
  assert.equal(via('https://a.test/', '*'), false);
  assert.equal(via('https://127.0.0.1/', ''), false);
  assert.equal(via('https://localhost/', ''), false);
});

test('NODE_TLS_REJECT_UNAUTHORIZED=0 is not obeyed, directly or through a proxy', async (t) => {
  const { cert, key } = tlsFiles(t);
  const url = `https://localhost:${await tlsServer(t, cert, key)}/`;
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  t.after(() => {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
  });
  await assert.rejects(request({ url, network: {} }), { code: 'TLS_FAILED' });
  const httpsProxy = `http://127.0.0.1:${await connectProxy(t, Number(new URL(url).port), [])}`;
  await assert.rejects(request({ url: 'https://sigstore.test/', network: { httpsProxy } }), {
    code: 'TLS_FAILED',
  });
});

test('in a CGI program, a header of the request does not choose the proxy', () => {
  const env = { HTTP_PROXY: 'http://evil', REQUEST_METHOD: 'GET' };
  assert.deepEqual(networkFromEnvironment(env), {});
  assert.deepEqual(networkFromEnvironment({ ...env, http_proxy: 'http://mine' }), {
    httpsProxy: 'http://mine',
  });
  assert.deepEqual(networkFromEnvironment({ HTTP_PROXY: 'http://mine' }), { httpsProxy: 'http://mine' });
});

test('proxies are read from the environment in either case, and extra authorities from the launcher’s variable first', () => {
  assert.deepEqual(networkFromEnvironment({}), {});
  assert.deepEqual(
    networkFromEnvironment({
      HTTPS_PROXY: 'http://upper',
      https_proxy: 'http://lower',
      NO_PROXY: 'x',
      NODE_EXTRA_CA_CERTS: '/a',
      WAXSEAL_EXTRA_CA_CERTS: '/b',
    }),
    { httpsProxy: 'http://lower', noProxy: 'x', extraCaFile: '/b' },
  );
});
