import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, type TestContext, test } from 'node:test';
import { resolveConfig } from '../../../io/config/index.js';
import { identityToken } from '../../../io/identity/index.js';
import { listenForCallback } from '../../../io/identity/sign-in/callback.js';
import { openerCommand } from '../../../io/identity/sign-in/opener.js';
import { type HostileToken, type Sandbox, startSandbox } from '../../sandbox/index.js';
import { temporaryDirectory } from '../support/repository.js';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.faults.clear());
after(() => sandbox.stop());

// A browser: it follows the redirects and records the last page, with everything it was given besides the URL.
const BROWSER = `
const { renameSync, writeFileSync } = require('node:fs');
fetch(process.argv[2]).then((page) => page.text()).then((text) => {
  // The file must be complete when it appears.
  writeFileSync(process.argv[3] + '.new', JSON.stringify({ text, token: process.env.SIGSTORE_ID_TOKEN ?? null }));
  renameSync(process.argv[3] + '.new', process.argv[3]);
});
`;

function signIn(t: TestContext, settings: NodeJS.ProcessEnv = {}, terminal?: boolean) {
  const dir = temporaryDirectory(t);
  const [script, out] = [join(dir, 'browser.cjs'), join(dir, 'page.json')];
  writeFileSync(script, BROWSER);
  const env = {
    SIGSTORE_OIDC_ISSUER: sandbox.urls.oidc,
    GITSIGN_URL_OPENER: `"${process.execPath}" '${script}' {{.URL}} ${out}`,
    WAXSEAL_TOKEN_PROVIDER: 'interactive',
    ...settings,
  };
  const said: string[] = [];
  const config = resolveConfig({ gitConfig: [], env });
  const token = identityToken(config, {
    env: {
      ...process.env,
      ...(settings['WAXSEAL_TOKEN_PROVIDER'] !== 'auto' && { SIGSTORE_ID_TOKEN: 'not for children' }),
    },
    say: (line) => said.push(line),
    interactive: true,
    network: {},
    ...(terminal !== undefined && { terminal }),
  });
  const page = async (): Promise<{ text: string; token: string | null }> => {
    for (let i = 0; i < 600 && !existsSync(out); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    return JSON.parse(readFileSync(out, 'utf8'));
  };
  return { token, page, said };
}

test('a sign-in in the browser gives a token, and shows the user a page that needs no JavaScript', async (t) => {
  const { token, page, said } = signIn(t);
  const { claims, source } = await token;
  assert.equal(claims.issuer, sandbox.urls.oidc);
  assert.deepEqual(source, { kind: 'browser', issuer: sandbox.urls.oidc });
  const shown = await page();
  assert.match(shown.text, /<h1>Signed in<\/h1>/);
  assert.equal(shown.token, null);
  assert.equal(said[0], `Your browser will now be opened to sign in at ${sandbox.urls.oidc}:`);
});

test('an ID token with any wrong claim is refused', async (t) => {
  const lies: Record<string, HostileToken> = {
    'another issuer': { claims: { iss: 'https://evil.test' } },
    'another audience': { claims: { aud: 'evil' } },
    'another nonce': { claims: { nonce: 'evil' } },
    'another at_hash': { claims: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } },
    'no nonce': { claims: { nonce: undefined } },
    expired: { claims: { exp: 1 } },
    unsigned: { signature: 'none' },
    'signed by another key': { signature: 'other-key' },
    'a damaged signature': { signature: 'damaged' },
  };
  for (const [name, idToken] of Object.entries(lies)) {
    sandbox.faults.clear();
    sandbox.faults.add({ server: 'oidc', path: /token/, action: { idToken } });
    const { token, page } = signIn(t);
    await assert.rejects(token, { name: 'IdentityError', code: 'SIGN_IN_REJECTED' }, name);
    assert.match((await page()).text, /Sign-in failed/, name);
  }
});

test('an issuer that is down or refuses is named in the error', async (t) => {
  await assert.rejects(signIn(t, { SIGSTORE_OIDC_ISSUER: 'http://127.0.0.1:1' }).token, {
    code: 'ISSUER_UNREACHABLE',
  });
  sandbox.faults.add({
    server: 'oidc',
    path: /token/,
    action: { status: 400, body: '{"error":"invalid_grant"}' },
  });
  await assert.rejects(signIn(t).token, { name: 'IdentityError' });
});

test('only the first callback with our state, path, method and host counts', async (t) => {
  const listener = await listenForCallback(undefined, 'state', { autocloseMs: undefined });
  t.after(() => listener.close());
  const at = listener.redirectUrl.replace('localhost', '127.0.0.1');
  const status = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;
  assert.equal(await status(`${at}?code=x&state=wrong`), 400);
  assert.equal(await status(`${at}?code=x`), 400);
  assert.equal(await status(at.replace('/auth/callback', '/other?state=state')), 404);
  assert.equal(await status(`${at}?code=x&state=state`, { method: 'POST' }), 405);
  const open = await fetch(`${at}?state=state2&redirect_uri=https://evil.test`, { redirect: 'manual' });
  assert.deepEqual([open.status, open.headers.get('location')], [400, null], 'an open redirect');
  const { port } = new URL(at);
  const rebound = await new Promise<number | undefined>((resolve) => {
    import('node:http').then(({ get }) =>
      get(
        {
          port,
          host: '127.0.0.1',
          path: '/auth/callback?code=x&state=state',
          headers: { host: `evil.test:${port}` },
        },
        (answer) => resolve(answer.resume().statusCode),
      ),
    );
  });
  assert.equal(rebound, 404);
  const first = fetch(`${at}?code=good&state=state`);
  assert.equal((await listener.wait(5000)).searchParams.get('code'), 'good');
  assert.equal(await status(`${at}?code=second&state=state`), 409);
  listener.succeed();
  assert.equal((await first).status, 200);
});

test('a sign-in that nobody finishes ends, and so does a cancelled one', async (t) => {
  const listener = await listenForCallback(undefined, 'state', { autocloseMs: undefined });
  t.after(() => listener.close());
  await assert.rejects(listener.wait(20), { code: 'SIGN_IN_TIMEOUT' });
  await assert.rejects(listener.wait(5000, AbortSignal.abort()), { code: 'SIGN_IN_ABORTED' });
});

test('a redirect URL must be on this machine', async () => {
  for (const url of ['http://evil.test/x', 'https://localhost/x', 'nonsense']) {
    await assert.rejects(listenForCallback(url, 's', { autocloseMs: undefined }), {
      code: 'SIGN_IN_REJECTED',
    });
  }
});

/** What a line says, once it is said. */
async function lineOf(said: readonly string[], pattern: RegExp): Promise<string> {
  for (;;) {
    const found = said.map((line) => pattern.exec(line)?.[1]).find((text) => text !== undefined);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const FAILS = {
  'ends with an error': `"${process.execPath}" -e process.exit(3)`,
  'does not exist': '/nonexistent/browser',
  'is no program': '/dev/null',
};

for (const [how, opener] of Object.entries(FAILS)) {
  const settings = { GITSIGN_URL_OPENER: opener, WAXSEAL_TOKEN_PROVIDER: 'auto' };

  test(`where the browser’s opener ${how} and nobody sees the address, the sign-in fails at once with the cause`, async (t) => {
    const started = performance.now();
    await assert.rejects(signIn(t, settings, false).token, {
      code: 'BROWSER_NOT_OPENED',
      message: /^the browser could not be opened: .*(?:ended with 3|ENOENT|EACCES)/,
    });
    assert.ok(performance.now() - started < 60_000);
  });

  test(`where the browser’s opener ${how} and there is a terminal, the sign-in goes on with a code`, async (t) => {
    const { token, said } = signIn(t, settings, true);
    const whole = await lineOf(said, /^or open (\S+)$/);
    await fetch(whole);
    await assert.doesNotReject(token);
    assert.match(
      said.join('\n'),
      /could not be opened: .*; sign in with a code instead\nTo sign in at \S+, open \S+ on any/,
    );
  });
}

test('who wants a browser and sees the address can open it themselves', async (t) => {
  const { token, said } = signIn(t, { GITSIGN_URL_OPENER: '/nonexistent/browser' }, true);
  await lineOf(said, /^(The browser could not be opened) \(/);
  await fetch(await lineOf(said, /^(http\S+)$/));
  assert.equal((await token).claims.issuer, sandbox.urls.oidc);
});

test('the browser is opened by the template, $BROWSER or the system’s own program, and never through a shell', () => {
  const url = 'https://x.test/?a=1&b=$(id)';
  assert.deepEqual(openerCommand(url, `"/a b/open" --to='{{.URL}}' C:\\x`, {}, 'linux'), [
    '/a b/open',
    `--to=${url}`,
    'C:\\x',
  ]);
  assert.deepEqual(openerCommand(url, undefined, { BROWSER: 'firefox:w3m' }, 'linux'), ['firefox', url]);
  assert.deepEqual(openerCommand(url, undefined, {}, 'linux'), ['xdg-open', url]);
  assert.deepEqual(openerCommand(url, undefined, {}, 'darwin'), ['open', url]);
  assert.deepEqual(openerCommand(url, undefined, {}, 'win32'), [
    'rundll32',
    'url.dll,FileProtocolHandler',
    url,
  ]);
});
