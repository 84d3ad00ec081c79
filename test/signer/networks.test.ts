import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { temporaryDirectory } from '../io/support/repository.js';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { createWaxsealRepo, EMAIL, type WaxsealRepo } from '../support/waxseal.js';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

const HOSTS = { 'fulcio.corp.test': 'fulcio', 'rekor.corp.test': 'rekor', 'tsa.corp.test': 'tsa' } as const;

/** The certificate authority of a company, and its certificate for all hosts. */
function companyTls(dir: string): { ca: string; cert: string; key: string } {
  const file = (name: string) => join(dir, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  openssl(
    'req',
    '-x509',
    ...fresh,
    '-subj',
    '/CN=Company CA',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
  );
  openssl(
    'req',
    '-new',
    ...fresh.slice(0, 4),
    '-nodes',
    '-subj',
    '/CN=proxy',
    '-keyout',
    file('key'),
    '-out',
    file('csr'),
  );
  writeFileSync(file('ext'), `subjectAltName=${Object.keys(HOSTS).map((host) => `DNS:${host}`)}\n`);
  openssl(
    ...['x509', '-req', '-in', file('csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key')],
    ...['-CAcreateserial', '-days', '2', '-extfile', file('ext'), '-out', file('cert')],
  );
  return { ca: file('ca.pem'), cert: file('cert'), key: file('key') };
}

function listening(t: TestContext, server: ReturnType<typeof createServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}

/** The company's network: its servers, by name and with TLS, can be reached only through its CONNECT proxy. */
async function companyNetwork(t: TestContext) {
  const dir = temporaryDirectory(t);
  const tls = companyTls(dir);
  const front = createTlsServer(
    { cert: readFileSync(tls.cert), key: readFileSync(tls.key) },
    (asked, response) => {
      const name = HOSTS[(asked.headers.host ?? '') as keyof typeof HOSTS];
      const upstream = request(`${sandbox.urls[name]}${asked.url}`, {
        method: asked.method,
        headers: asked.headers,
      });
      upstream.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      upstream.on('error', () => response.destroy());
      asked.pipe(upstream);
    },
  );
  const port = await listening(t, front);
  const tunnels: string[] = [];
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (asked, socket) => {
    tunnels.push(`${asked.url} ${asked.headers['proxy-authorization'] ?? ''}`.trim());
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    t.after(() => upstream.destroy());
  });
  return { ca: tls.ca, proxy: `127.0.0.1:${await listening(t, proxy)}`, tunnels };
}

async function withRepo(
  env: Record<string, string>,
  use: (repo: WaxsealRepo) => Promise<void>,
): Promise<void> {
  const repo = await createWaxsealRepo({
    stack: { env: sandbox.env },
    token: sandbox.mintToken({ email: EMAIL }),
    env: {
      SIGSTORE_FULCIO_URL: 'https://fulcio.corp.test',
      SIGSTORE_REKOR_URL: 'https://rekor.corp.test',
      GITSIGN_TIMESTAMP_SERVER_URL: 'https://tsa.corp.test/api/v1/timestamp',
      WAXSEAL_PUBLIC_LOG: 'yes',
      WAXSEAL_AGENT: 'off',
      ...env,
    },
  });
  try {
    await use(repo);
  } finally {
    repo.remove();
  }
}

test('git signs through a CONNECT proxy with a private certificate authority, and verifies without either', async (t) => {
  const { ca, proxy, tunnels } = await companyNetwork(t);
  await withRepo({ HTTPS_PROXY: `http://me:s%20cret@${proxy}`, NODE_EXTRA_CA_CERTS: ca }, async (repo) => {
    await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'from the office']);
    const basic = `Basic ${Buffer.from('me:s cret').toString('base64')}`;
    assert.deepEqual(tunnels.toSorted(), [
      `fulcio.corp.test:443 ${basic}`,
      `rekor.corp.test:443 ${basic}`,
      `tsa.corp.test:443 ${basic}`,
    ]);
    const ended = await repo.waxseal(['verify', '--any-signer'], { HTTPS_PROXY: 'http://127.0.0.1:1' });
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    assert.equal(tunnels.length, 3);
  });
});

test('without the authority, or with a missing proxy, git stops with one clear reason and nothing is lost', async (t) => {
  const { ca, proxy, tunnels } = await companyNetwork(t);
  const sign = ['--status-fd=2', '-bsau', 'KEY'];
  const cases: [Record<string, string>, RegExp][] = [
    [{ HTTPS_PROXY: `http://${proxy}` }, /certificate/],
    [
      { HTTPS_PROXY: 'http://127.0.0.1:1', NODE_EXTRA_CA_CERTS: ca },
      /the proxy cannot be reached.*\nhint: check HTTPS_PROXY/,
    ],
    [{ HTTPS_PROXY: `http://${proxy}`, NODE_EXTRA_CA_CERTS: join(ca, 'nowhere') }, /NODE_EXTRA_CA_CERTS/],
  ];
  for (const [env, says] of cases)
    await withRepo(env, async (repo) => {
      const ended = await repo.waxseal(sign, {}, Buffer.from('tree x\n'));
      assert.equal(ended.status, 1);
      assert.equal(ended.stdout, '');
      assert.match(ended.stderr, says);
      assert.doesNotMatch(ended.stderr, /internal error/);
    });
  const before = tunnels.length;
  const direct = { HTTPS_PROXY: `http://${proxy}`, NODE_EXTRA_CA_CERTS: ca, NO_PROXY: '.corp.test' };
  await withRepo(direct, async (repo) => {
    const ended = await repo.waxseal(sign, {}, Buffer.from('tree x\n'));
    assert.equal(ended.status, 1, 'the names are not to be found outside the proxy');
    assert.equal(tunnels.length, before, 'NO_PROXY keeps the proxy out of it');
  });
});

test('a plain http: service is refused unless it is on this machine', () =>
  withRepo({ SIGSTORE_FULCIO_URL: 'http://fulcio.corp.test' }, async (repo) => {
    const ended = await repo.waxseal(['--status-fd=2', '-bsau', 'KEY'], {}, Buffer.from('tree x\n'));
    assert.equal(ended.status, 1);
    assert.match(ended.stderr, /only https: is used/);
  }));
