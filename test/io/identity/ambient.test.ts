import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import { createServer as createNetServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { bytesField, concatBytes, readProtobuf, utf8 } from '../../../core/encoding/index.js';
import { resolveConfig } from '../../../io/config/index.js';
import { objectionToSocket } from '../../../io/identity/ambient/spiffe.js';
import { explainIdentity, identityToken } from '../../../io/identity/index.js';
import { asStranger, NEEDS_STRANGER } from '../../support/stranger.js';
import { temporaryDirectory } from '../support/repository.js';
import { fakeToken, sendJson, serve } from '../support/server.js';

const NOW = 1_800_000_000;
const claims = { iss: 'https://issuer.test', sub: 'robot', aud: 'sigstore', exp: NOW + 60 };
const TOKEN = fakeToken(claims);

function take(env: NodeJS.ProcessEnv, settings: NodeJS.ProcessEnv = {}) {
  const config = resolveConfig({ gitConfig: [], env: settings });
  const nobody = { env, say: () => {}, interactive: false, terminal: false };
  return identityToken(config, { ...nobody, now: NOW, network: {} });
}

test('GitHub Actions is asked for a token with our audience', async (t) => {
  const { url, seen } = await serve(t, (_, response) => sendJson(response, 200, { value: TOKEN }));
  const env = { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job secret', ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/t?x=1` };
  assert.deepEqual((await take(env)).source, { kind: 'github-actions' });
  assert.equal(seen[0]?.path, '/t?x=1&audience=sigstore');
  assert.equal(seen[0]?.headers.authorization, 'bearer job secret');
});

test('Buildkite’s agent API is asked for a token for this job', async (t) => {
  const { url, seen } = await serve(t, (_, response) => sendJson(response, 201, { token: TOKEN }));
  const env = {
    BUILDKITE_AGENT_ACCESS_TOKEN: 'agent secret',
    BUILDKITE_AGENT_ENDPOINT: `${url}/v3/`,
    BUILDKITE_JOB_ID: '0190-a',
  };
  assert.deepEqual((await take(env)).source, { kind: 'provider', name: 'buildkite-agent' });
  const [request] = seen;
  assert.equal(`${request?.method} ${request?.path}`, 'POST /v3/jobs/0190-a/oidc/tokens');
  assert.equal(request?.headers.authorization, 'Token agent secret');
  assert.deepEqual(JSON.parse(request?.body ?? ''), { audience: 'sigstore' });
});

test('CircleCI’s program is asked for a token with our audience', async (t) => {
  const dir = temporaryDirectory(t);
  const script = (body: string) => {
    writeFileSync(join(dir, 'circleci'), `#!/bin/sh\n${body}\n`);
    chmodSync(join(dir, 'circleci'), 0o755);
  };
  const path = process.env['PATH'];
  process.env['PATH'] = `${dir}:${path}`;
  t.after(() => {
    process.env['PATH'] = path;
  });
  const env = { CIRCLECI: 'true', PATH: process.env['PATH'] };
  script(`[ "$*" = 'run oidc get --claims {"aud":"sigstore"}' ] && echo '${TOKEN}'`);
  assert.equal((await take(env)).reveal(), TOKEN);
  script(`echo '${TOKEN}'; exit 3`);
  await assert.rejects(take(env), (error: Error) => {
    assert.match(error.message, /circleci run oidc get.*ended with 3/);
    assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes(TOKEN));
    return true;
  });
});

function metadataServer(t: TestContext, flavor = 'Google') {
  return serve(t, ({ path, headers }, response) => {
    if (headers['metadata-flavor'] !== 'Google') return void response.writeHead(403).end();
    response.setHeader('metadata-flavor', flavor);
    if (path.includes('/identity?')) response.end(TOKEN);
    else sendJson(response, 200, { access_token: 'access', expires_in: 60 });
  });
}

test('Google’s metadata server is asked only on Google’s machines', async (t) => {
  const { url, seen } = await metadataServer(t);
  const env = { GCE_METADATA_HOST: new URL(url).host };
  assert.deepEqual((await take(env)).source, { kind: 'provider', name: 'google-workload-identity' });
  assert.equal(
    seen[0]?.path,
    '/computeMetadata/v1/instance/service-accounts/default/identity?audience=sigstore&format=full',
  );
  const impostor = await metadataServer(t, 'Mallory');
  await assert.rejects(take({ GCE_METADATA_HOST: new URL(impostor.url).host }), {
    code: 'TOKEN_SOURCE_FAILED',
  });
  await assert.rejects(take({ GCE_METADATA_HOST: 'metadata.example.test' }), /only https: is used/);
});

test('a service account is impersonated with the available credentials', async (t) => {
  const iam = await serve(t, ({ path }, response) =>
    sendJson(response, 200, path === '/token' ? { access_token: 'from file' } : { token: TOKEN }),
  );
  const { url } = await metadataServer(t);
  const env = {
    HOME: temporaryDirectory(t),
    GOOGLE_SERVICE_ACCOUNT_NAME: 'robot@project.iam.gserviceaccount.com',
    GCE_METADATA_HOST: new URL(url).host,
    CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS: iam.url,
  };
  assert.deepEqual((await take(env)).source, { kind: 'provider', name: 'google-impersonate' });
  const [asked] = iam.seen;
  assert.match(asked?.path ?? '', /^\/v1\/projects\/-\/serviceAccounts\/robot%40project.*:generateIdToken$/);
  assert.equal(asked?.headers.authorization, 'Bearer access');
  assert.deepEqual(JSON.parse(asked?.body ?? ''), { audience: 'sigstore', includeEmail: true });

  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = join(env.HOME, 'account.json');
  const account = {
    type: 'service_account',
    client_email: 'ci@project.iam.gserviceaccount.com',
    token_uri: `${iam.url}/token`,
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
  writeFileSync(file, JSON.stringify(account));
  const named = { ...env, GOOGLE_APPLICATION_CREDENTIALS: file };
  assert.equal((await take(named)).reveal(), TOKEN);
  const jwt = new URLSearchParams(iam.seen[1]?.body).get('assertion') ?? '';
  const [head, body, signature] = jwt.split('.');
  assert.ok(
    verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature ?? '', 'base64url')),
  );
  assert.equal(iam.seen[2]?.headers.authorization, 'Bearer from file');

  for (const bad of ['nonsense', '{"type":"external_account"}', '{"type":"service_account"}']) {
    writeFileSync(file, bad);
    await assert.rejects(take(named), { code: 'TOKEN_FILE_UNREADABLE' }, bad);
  }
});

type Answer = (stream: ServerHttp2Stream, asked: Uint8Array) => void;

const framed = (message: Uint8Array) => {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return concatBytes(prefix, message);
};

function reply(stream: ServerHttp2Stream, body: Uint8Array, status = '0') {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status, 'grpc-message': 'no way' }));
  stream.end(body);
}

async function workloadApi(t: TestContext, answer: Answer): Promise<string> {
  const path = join(temporaryDirectory(t), 'api.sock');
  const server = createHttp2Server();
  server.on('session', (session) => t.after(() => session.destroy()));
  server.on('stream', async (stream, headers) => {
    stream.on('error', () => {});
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk as Uint8Array);
    assert.equal(headers['workload.spiffe.io'], 'true');
    assert.equal(headers[':path'], '/SpiffeWorkloadAPI/FetchJWTSVID');
    answer(stream, concatBytes(...chunks).subarray(5));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.after(() => void server.close());
  return `unix://${path}`;
}

const svid = (token: string) =>
  bytesField(1, concatBytes(bytesField(1, utf8('spiffe://x/robot')), bytesField(2, utf8(token))));

test('the SPIFFE Workload API gives a JWT-SVID for our audience', async (t) => {
  let asked: Uint8Array = new Uint8Array();
  const socket = await workloadApi(t, (stream, message) => {
    asked = message;
    reply(stream, framed(concatBytes(svid(TOKEN), svid('second'))));
  });
  const token = await take({ SPIFFE_ENDPOINT_SOCKET: socket });
  assert.equal(token.reveal(), TOKEN);
  assert.deepEqual(token.source, { kind: 'provider', name: 'spiffe' });
  assert.deepEqual(readProtobuf(asked), [
    { number: 1, wire: 'bytes', value: new Uint8Array(utf8('sigstore')) },
  ]);
});

test('a Workload API that refuses, lies or is missing is named in the error', async (t) => {
  const answers: Record<string, [Answer, RegExp]> = {
    unregistered: [(stream) => reply(stream, new Uint8Array(), '7'), /not registered/],
    'another status': [(stream) => reply(stream, new Uint8Array(), '16'), /gRPC status 16: no way/],
    'no svid': [(stream) => reply(stream, framed(new Uint8Array())), /no JWT-SVID/],
    garbage: [(stream) => reply(stream, framed(utf8('garbage'))), /cannot be read/],
    'cut short': [(stream) => reply(stream, framed(svid(TOKEN)).subarray(0, 20)), /cut short/],
    compressed: [(stream) => reply(stream, Buffer.concat([Buffer.of(1), Buffer.alloc(4)])), /cut short/],
    huge: [(stream) => reply(stream, new Uint8Array(2 << 20)), /too large/],
    reset: [(stream) => stream.close(2), /cannot be reached|status missing/],
  };
  for (const [name, [answer, message]] of Object.entries(answers)) {
    const socket = await workloadApi(t, answer);
    await assert.rejects(
      take({ SPIFFE_ENDPOINT_SOCKET: socket }),
      { code: 'TOKEN_SOURCE_FAILED', message },
      name,
    );
  }
  for (const bad of ['unix:///nowhere/api.sock', 'tcp://10.0.0.1:80', 'https://evil.test', 'x'])
    await assert.rejects(take({ SPIFFE_ENDPOINT_SOCKET: bad }), { code: 'TOKEN_SOURCE_FAILED' }, bad);
});

test('a service that gives no token is named, and its answer is not repeated', async (t) => {
  const secret = 'a-secret-answer';
  const { url } = await serve(t, (_, response) => sendJson(response, 200, { other: secret }));
  for (const env of [
    { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x', ACTIONS_ID_TOKEN_REQUEST_URL: url },
    { BUILDKITE_AGENT_ACCESS_TOKEN: 'x', BUILDKITE_AGENT_ENDPOINT: url, BUILDKITE_JOB_ID: '1' },
  ]) {
    await assert.rejects(take(env), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'TOKEN_SOURCE_FAILED');
      assert.ok(!error.message.includes(secret));
      return true;
    });
  }
});

test('the choice is explained, and can be fixed by configuration, with the names of gitsign and cosign', async () => {
  const explain = async (env: NodeJS.ProcessEnv, settings: NodeJS.ProcessEnv = {}) => {
    const config = resolveConfig({ gitConfig: [], env: settings });
    const reports = await explainIdentity(config, { env, interactive: true, terminal: false });
    return reports.filter(({ chosen }) => chosen).map(({ source, why }) => [source, why]);
  };
  const both = { SIGSTORE_ID_TOKEN: 'x', BUILDKITE_AGENT_ACCESS_TOKEN: 'y', BUILDKITE_JOB_ID: 'z' };
  assert.deepEqual(await explain(both), [['envvar', 'SIGSTORE_ID_TOKEN is set']]);
  assert.deepEqual(await explain(both, { GITSIGN_TOKEN_PROVIDER: 'buildkite-agent' }), [
    ['buildkite-agent', 'this is a Buildkite job'],
  ]);
  assert.deepEqual(await explain({}, { WAXSEAL_TOKEN_PROVIDER: 'google-impersonation' }), [
    ['google-impersonate', 'GOOGLE_SERVICE_ACCOUNT_NAME is not set'],
  ]);
  assert.deepEqual(await explain({ DISPLAY: ':0' }), [['interactive', 'there is a display']]);
  assert.deepEqual(await explain({}), []);
  for (const name of [
    'spiffe',
    'filesystem',
    'envvar',
    'circleci',
    'google-workload-identity',
    'github-actions',
  ])
    await assert.rejects(take({}, { SIGSTORE_TOKEN_PROVIDER: name }), { code: 'NO_TOKEN_SOURCE' }, name);
});

test('a SPIFFE socket at the well-known path counts only where nobody else can exchange it', async (t) => {
  const dir = temporaryDirectory(t);
  const [agent, at] = [join(dir, 'spire-agent'), join(dir, 'spire-agent', 'public', 'api.sock')];
  assert.equal(await objectionToSocket(at), 'missing');
  mkdirSync(join(agent, 'public'), { recursive: true });
  const server = createNetServer();
  await new Promise<void>((resolve) => server.listen(at, resolve));
  t.after(() => server.close());
  assert.equal(await objectionToSocket(at), undefined);
  chmodSync(agent, 0o777);
  assert.match((await objectionToSocket(at)) ?? '', /spire-agent can be changed by everybody$/);
  chmodSync(agent, 0o755);
});

test(
  'a SPIFFE socket that another user put at the well-known path, or in their directory, does not count',
  NEEDS_STRANGER,
  async (t) => {
    const dir = temporaryDirectory(t);
    chmodSync(dir, 0o1777);
    const at = join(dir, 'spire-agent', 'public', 'api.sock');
    asStranger('mkdir -p "$1"', join(at, '..'));
    const listen =
      "require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
    asStranger('"$1" -e "$2" "$3" || true', process.execPath, listen, at);
    assert.match((await objectionToSocket(at)) ?? '', /is not a socket of root's or yours$/);
    rmSync(at);
    const server = createNetServer();
    await new Promise<void>((resolve) => server.listen(at, resolve));
    t.after(() => server.close());
    assert.match((await objectionToSocket(at)) ?? '', /public belongs to somebody else$/);
  },
);
