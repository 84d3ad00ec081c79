import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { resolveConfig } from '../../../io/config/index.js';
import { identityToken } from '../../../io/identity/index.js';
import { howToAsk } from '../../../io/identity/person.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.faults.clear();
  sandbox.signIn.mode = 'auto';
  sandbox.signIn.deviceInterval = 1;
});
after(() => sandbox.stop());

/** Signs in with a code. `person` gets every line and may react. */
function signIn(
  person: (line: string) => void,
  more: { env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
) {
  const settings = { SIGSTORE_OIDC_ISSUER: sandbox.urls.oidc, ...more.env };
  const config = resolveConfig({ gitConfig: [], env: settings });
  const { signal } = more;
  return identityToken(config, {
    env: {},
    say: person,
    interactive: true,
    terminal: true,
    network: {},
    ...(signal && { signal }),
  });
}

const opens = (line: string) => {
  const address = /^or open (\S+)$/.exec(line)?.[1];
  if (address) void fetch(address);
};

test('a session with only a terminal signs in with a code, including PKCE', async () => {
  const said: string[] = [];
  const before = sandbox.requests.length;
  const token = await signIn((line) => {
    said.push(line);
    opens(line);
  });
  assert.deepEqual(token.source, { kind: 'device', issuer: sandbox.urls.oidc });
  assert.equal(token.claims.email, 'dev@sandbox.test');
  assert.match(
    said[0] ?? '',
    /^To sign in at http:\/\/localhost:\d+, open http:\/\/localhost:\d+\/device .* enter the code [B-Z]{4}-[B-Z]{4}$/,
  );
  const asked = sandbox.requests.slice(before).filter(({ path }) => path === '/device/code');
  assert.equal(asked.length, 1);
});

test('each has its own outcome: a user who refuses, and an issuer that slows down, fails or has no such flow', async () => {
  sandbox.signIn.mode = 'deny';
  await assert.rejects(signIn(opens), { code: 'ISSUER_REFUSED', message: /access_denied/ });
  sandbox.signIn.mode = 'auto';
  const json = { 'content-type': 'application/json' };
  const answer = (body: object) => ({
    response: { status: 400, headers: json, body: JSON.stringify(body) },
  });
  const once = (body: object) =>
    sandbox.faults.add({ server: 'oidc', path: /^\/token$/, action: answer(body), times: 1 });
  once({ error: 'expired_token' });
  await assert.rejects(signIn(opens), { code: 'SIGN_IN_TIMEOUT' });
  once({ error: 'authorization_pending' });
  assert.equal((await signIn(opens)).claims.email, 'dev@sandbox.test');
  const discovery = JSON.stringify({
    issuer: sandbox.urls.oidc,
    authorization_endpoint: `${sandbox.urls.oidc}/auth`,
    token_endpoint: `${sandbox.urls.oidc}/token`,
    jwks_uri: `${sandbox.urls.oidc}/keys`,
    code_challenge_methods_supported: ['S256'],
  });
  sandbox.faults.add({
    server: 'oidc',
    path: /well-known/,
    action: { response: { status: 200, headers: { 'content-type': 'application/json' }, body: discovery } },
    times: 1,
  });
  await assert.rejects(signIn(opens), { code: 'ISSUER_REFUSED', message: /no device flow/ });
});

test('an expired code ends the sign-in, and so does cancelling', async () => {
  const short = {
    replace: (honest: { status: number; headers?: Record<string, string>; body?: string | Uint8Array }) => ({
      ...honest,
      body: JSON.stringify({ ...JSON.parse(String(Buffer.from(honest.body ?? ''))), expires_in: 1 }),
    }),
  };
  sandbox.faults.add({ server: 'oidc', path: /device\/code/, action: short as never, times: 1 });
  await assert.rejects(
    signIn(() => {}),
    { code: 'SIGN_IN_TIMEOUT' },
  );
  const giveUp = new AbortController();
  const waiting = signIn((line) => line.includes('Ctrl-C') && giveUp.abort(), { signal: giveUp.signal });
  await assert.rejects(waiting, { code: 'SIGN_IN_ABORTED' });
});

test('a hostile issuer cannot control what the terminal shows', async () => {
  const lies = [
    { verification_uri: 'javascript:alert(1)' },
    { verification_uri: 'http://evil.test/' },
    { user_code: 'X'.repeat(100) },
  ];
  for (const lie of lies) {
    const body = {
      device_code: 'd',
      user_code: 'A',
      verification_uri: 'https://x.test',
      expires_in: 60,
      ...lie,
    };
    const response = {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    sandbox.faults.add({ server: 'oidc', path: /device\/code/, action: { response }, times: 1 });
    await assert.rejects(
      signIn(() => assert.fail('nothing may be said')),
      { code: 'SIGN_IN_REJECTED' },
    );
  }
  const forged = {
    device_code: 'd',
    user_code: 'A\u001b[2J\nB',
    verification_uri: 'https://x.test',
    expires_in: 1,
  };
  const response = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(forged),
  };
  sandbox.faults.add({ server: 'oidc', path: /device\/code/, action: { response }, times: 1 });
  const said: string[] = [];
  await assert.rejects(signIn((line) => said.push(line)));
  assert.ok(said.length > 0 && said.every((line) => !/[\u0000-\u001f]/.test(line)), JSON.stringify(said));
});

test('an ID token with wrong claims is refused in the device flow too', async () => {
  for (const idToken of [
    { claims: { iss: 'https://evil.test' } },
    { claims: { aud: 'evil' } },
    { claims: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } },
    { signature: 'none' },
    { signature: 'other-key' },
  ] as const) {
    sandbox.faults.clear();
    sandbox.faults.add({ server: 'oidc', path: /^\/token$/, action: { idToken } });
    await assert.rejects(signIn(opens), { code: 'SIGN_IN_REJECTED' }, JSON.stringify(idToken));
  }
});

test('the way to ask the user follows from what is available', () => {
  const way = (env: NodeJS.ProcessEnv, terminal: boolean, settings: NodeJS.ProcessEnv = {}) =>
    howToAsk(resolveConfig({ gitConfig: [], env: settings }), { env, interactive: true, terminal }, 'linux')
      .way;
  const ssh = { SSH_CONNECTION: '1 2 3 4' };
  assert.equal(way({ DISPLAY: ':0' }, true), 'browser');
  assert.equal(way({ WAYLAND_DISPLAY: 'wayland-0' }, false), 'browser');
  assert.equal(way(ssh, true), 'device');
  assert.equal(way({ ...ssh, DISPLAY: 'localhost:10.0' }, true), 'browser');
  assert.equal(way({ ...ssh, BROWSER: '/vscode/browser.sh' }, true), 'browser');
  assert.equal(way({}, true), 'device');
  assert.equal(way({}, false), undefined);
  assert.equal(way({ GIT_TERMINAL_PROMPT: '0' }, true), undefined);
  assert.equal(way({ CI: 'true', DISPLAY: ':99' }, false), undefined);
  assert.equal(way({ DISPLAY: ':0' }, true, { GITSIGN_TOKEN_PROVIDER: 'device' }), 'device');
  assert.equal(way({}, true, { GITSIGN_TOKEN_PROVIDER: 'interactive' }), 'browser');
  assert.equal(way({}, false, { GITSIGN_URL_OPENER: 'x' }), 'browser');
  const mac = resolveConfig({ gitConfig: [], env: {} });
  assert.equal(howToAsk(mac, { env: {}, interactive: true, terminal: false }, 'darwin').way, 'browser');
  assert.equal(howToAsk(mac, { env: ssh, interactive: true, terminal: false }, 'darwin').way, undefined);
});
