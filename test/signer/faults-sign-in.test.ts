import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, type TestContext, test } from 'node:test';
import { resolveConfig } from '../../io/config/index.js';
import { IdentityError, identityToken } from '../../io/identity/index.js';
import { temporaryDirectory } from '../io/support/repository.js';
import { type FaultRule, type HostileToken, type Sandbox, startSandbox } from '../sandbox/index.js';
import { TOKEN } from '../support/token.js';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.faults.clear();
  sandbox.signIn.mode = 'auto';
});
after(() => sandbox.stop());

// A browser that can change the callback. argv is the address and a list of callbacks, each with query parameters, headers and
// a method. The honest callback has none of these.
const BROWSER = `
(async () => {
  const started = await fetch(process.argv[2], { redirect: 'manual' });
  const answer = await fetch(started.headers.get('location'), { redirect: 'manual' });
  for (const { query = {}, headers = {}, method = 'GET' } of JSON.parse(process.argv[3])) {
    const callback = new URL(answer.headers.get('location'));
    for (const [name, value] of Object.entries(query)) callback.searchParams.set(name, value);
    fetch(callback, { headers, method, redirect: 'manual' }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
})();
`;

interface Callback {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

interface Fault {
  readonly name: string;
  readonly faults?: readonly FaultRule[];
  /** What the browser does with the redirect; by default the honest callback. */
  readonly callbacks?: readonly Callback[];
  /** The error code; none: the wrong answer is refused, and the sign-in still succeeds. */
  readonly code?: string;
  /** How the message, or the line to the user, names the problem. */
  readonly named: RegExp;
}

const HONEST: Callback = {};
const token = (idToken: HostileToken): readonly FaultRule[] => [
  { server: 'oidc', path: /^\/token$/, action: { idToken } },
];
const elsewhere = (path: RegExp): readonly FaultRule[] => [
  {
    server: 'oidc',
    path,
    action: { response: { status: 302, headers: { location: 'https://evil.test/' }, body: '' } },
  },
];
const json = (path: RegExp, body: object): readonly FaultRule[] => [
  {
    server: 'oidc',
    path,
    action: {
      response: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    },
  },
];
const rejected = (name: string, idToken: HostileToken, named: RegExp): Fault => ({
  name,
  faults: token(idToken),
  code: 'SIGN_IN_REJECTED',
  named,
});

const FAULTS: readonly Fault[] = [
  rejected('ID token: another issuer', { claims: { iss: 'https://evil.test' } }, /"iss"/),
  rejected('ID token: another audience', { claims: { aud: 'evil' } }, /"aud"/),
  rejected('ID token: another nonce', { claims: { nonce: 'evil' } }, /nonce/),
  rejected('ID token: no nonce', { claims: { nonce: undefined } }, /nonce/),
  rejected('ID token: another at_hash', { claims: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } }, /at_hash/),
  rejected('ID token: expired', { claims: { exp: 1 } }, /"exp"/),
  rejected('ID token: unsigned', { signature: 'none' }, /alg|signature/),
  rejected('ID token: signed by another key', { signature: 'other-key' }, /signature/),
  rejected('ID token: damaged signature', { signature: 'damaged' }, /signature/),
  {
    name: 'ID token: oversized',
    faults: token({ claims: { filler: 'x'.repeat(40_000) } }),
    code: 'TOKEN_MALFORMED',
    named: /longer than 32768 characters/,
  },
  {
    name: 'ID token: unverified e-mail address',
    faults: token({ claims: { email_verified: false } }),
    code: 'TOKEN_EMAIL_NOT_VERIFIED',
    named: /not verified the e-mail/,
  },
  {
    name: 'no ID token at all',
    faults: json(/^\/token$/, { access_token: 'x', token_type: 'bearer' }),
    code: 'SIGN_IN_REJECTED',
    named: /id_token/,
  },
  {
    name: 'discovery: another issuer',
    faults: json(/well-known/, { issuer: 'https://evil.test', token_endpoint: 'https://evil.test/token' }),
    code: 'ISSUER_UNREACHABLE',
    named: /not an OpenID Connect issuer/,
  },
  {
    name: 'discovery: redirected to another origin',
    faults: elsewhere(/well-known/),
    code: 'ISSUER_UNREACHABLE',
    named: /redirected to https:\/\/evil\.test/,
  },
  {
    name: 'discovery: oversized',
    faults: json(/well-known/, { filler: 'x'.repeat(300_000) }),
    code: 'ISSUER_UNREACHABLE',
    named: /more than 262144 bytes/,
  },
  {
    name: 'token endpoint: redirected to another origin',
    faults: elsewhere(/^\/token$/),
    code: 'ISSUER_UNREACHABLE',
    named: /redirected to https:\/\/evil\.test/,
  },
  {
    name: 'callback: another issuer (RFC 9207)',
    callbacks: [{ query: { iss: 'https://evil.test' } }],
    code: 'SIGN_IN_REJECTED',
    named: /"iss"/,
  },
  {
    name: 'callback: somebody else’s code',
    callbacks: [{ query: { code: 'stolen' } }],
    code: 'ISSUER_REFUSED',
    named: /invalid_grant|invalid_request/,
  },
  {
    name: 'callback: wrong state, then the right one',
    callbacks: [{ query: { state: 'forged' } }, HONEST],
    named: /refused: a callback with a wrong state/,
  },
  {
    name: 'callback: made by a page of another origin',
    callbacks: [{ headers: { origin: 'https://evil.test' } }, HONEST],
    named: /refused: a callback that a page of another origin made/,
  },
  {
    name: 'callback: in a frame or as an image',
    callbacks: [{ headers: { 'sec-fetch-dest': 'iframe' } }, HONEST],
    named: /refused: a callback that a page of another origin made/,
  },
  {
    name: 'callback: by POST',
    callbacks: [{ method: 'POST' }, HONEST],
    named: /refused: a callback by POST/,
  },
  {
    name: 'callback: oversized',
    callbacks: [{ query: { filler: 'x'.repeat(9000) } }, HONEST],
    named: /refused: a callback that is too large/,
  },
  {
    name: 'callback: a second one',
    faults: [{ server: 'oidc', path: /^\/token$/, action: { slow: 400 } }],
    callbacks: [HONEST, { query: { code: 'second' } }],
    named: /refused: a second callback/,
  },
];

/** Signs in with the browser above; returns the lines to the user, and the error or the token's address. */
async function signIn(t: TestContext, callbacks: readonly Callback[]) {
  const script = join(temporaryDirectory(t), 'browser.cjs');
  writeFileSync(script, BROWSER);
  const settings = {
    SIGSTORE_OIDC_ISSUER: sandbox.urls.oidc,
    WAXSEAL_TOKEN_PROVIDER: 'interactive',
    GITSIGN_URL_OPENER: `"${process.execPath}" '${script}' {{.URL}} '${JSON.stringify(callbacks)}'`,
  };
  const said: string[] = [];
  try {
    const { claims } = await identityToken(resolveConfig({ gitConfig: [], env: settings }), {
      env: process.env,
      say: (line) => said.push(line),
      interactive: true,
      network: {},
    });
    return { said, email: claims.email };
  } catch (error) {
    assert.ok(error instanceof IdentityError, String(error));
    return { said, error };
  }
}

test('every wrong answer in a sign-in is refused and named', async (t) => {
  const rows: string[] = [];
  for (const { name, faults = [], callbacks = [HONEST], code, named } of FAULTS) {
    sandbox.faults.clear();
    sandbox.faults.add(...faults);
    const { said, email, error } = await signIn(t, callbacks);
    const text = [error?.message ?? '', ...said.slice(2)].join('\n');
    assert.equal(error?.code, code, `${name}: ${text}`);
    assert.match(text, named, name);
    if (code === undefined) assert.equal(email, 'dev@sandbox.test', name);
    assert.ok(!TOKEN.test(text), `${name}: a token was printed`);
    const told = error?.message.replaceAll(sandbox.urls.oidc, 'ISSUER') ?? said.at(-1) ?? '';
    rows.push(`${name.padEnd(48)} ${(code ?? 'lie refused, signed in').padEnd(26)} ${told.slice(0, 120)}`);
  }
  t.diagnostic(`fault${' '.repeat(44)}outcome${' '.repeat(20)}what the person is told`);
  for (const row of rows) t.diagnostic(row);
  assert.equal(rows.length, FAULTS.length);
});
