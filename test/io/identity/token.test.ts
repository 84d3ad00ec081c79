import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { resolveConfig } from '../../../io/config/index.js';
import { explainIdentity, IdentityError, identityToken } from '../../../io/identity/index.js';
import { temporaryDirectory } from '../support/repository.js';
import { fakeToken, sendJson, serve } from '../support/server.js';

const NOW = 1_800_000_000;
const claims = {
  iss: 'https://issuer.test',
  sub: 'me',
  email: 'me@example.test',
  email_verified: true,
  aud: 'sigstore',
  exp: NOW + 60,
};

function take(env: NodeJS.ProcessEnv, settings: NodeJS.ProcessEnv = {}) {
  const config = resolveConfig({ gitConfig: [], env: settings });
  return identityToken(config, { env, say: () => {}, interactive: false, now: NOW, network: {} });
}

test('a token in the environment is used, with its claims', async () => {
  const token = await take({ SIGSTORE_ID_TOKEN: `${fakeToken(claims)}\n` });
  assert.equal(token.reveal(), fakeToken(claims));
  assert.deepEqual(token.claims, {
    issuer: 'https://issuer.test',
    subject: 'me@example.test',
    email: 'me@example.test',
    audience: ['sigstore'],
    expiresAt: NOW + 60,
  });
  assert.deepEqual(token.source, { kind: 'environment', variable: 'SIGSTORE_ID_TOKEN' });
});

test('a token is never printed by accident', async () => {
  const token = await take({ SIGSTORE_ID_TOKEN: fakeToken(claims) });
  for (const shown of [
    inspect(token),
    inspect({ token }, { depth: 9, showHidden: true }),
    JSON.stringify({ token }),
    `${token}`,
    JSON.stringify({ ...token }),
  ]) {
    for (const part of fakeToken(claims).split('.')) assert.ok(!shown.includes(part), shown);
  }
});

test('a token that Fulcio would refuse is refused before it is sent', async () => {
  const bad: [unknown, string][] = [
    [{ ...claims, exp: NOW }, 'TOKEN_EXPIRED'],
    [{ ...claims, aud: 'other' }, 'TOKEN_WRONG_AUDIENCE'],
    [{ ...claims, aud: undefined }, 'TOKEN_WRONG_AUDIENCE'],
    [{ ...claims, email_verified: false }, 'TOKEN_EMAIL_NOT_VERIFIED'],
    [{ ...claims, email_verified: 'false' }, 'TOKEN_EMAIL_NOT_VERIFIED'],
    [{ ...claims, email: undefined, sub: undefined }, 'TOKEN_NO_SUBJECT'],
    [{ ...claims, exp: 'soon' }, 'TOKEN_MALFORMED'],
    [[1], 'TOKEN_MALFORMED'],
  ];
  for (const [value, code] of bad) {
    const text = fakeToken(value as object);
    await assert.rejects(take({ SIGSTORE_ID_TOKEN: text }), (error: unknown) => {
      assert.ok(error instanceof IdentityError && error.code === code, `${code}: ${error}`);
      for (const part of text.split('.')) assert.ok(!inspect(error).includes(part));
      return true;
    });
  }
  for (const text of ['nonsense', 'a.b', `${fakeToken(claims)}.x`, 'a.!.c', `e.${'A'.repeat(40_000)}.s`]) {
    await assert.rejects(take({ SIGSTORE_ID_TOKEN: text }), { code: 'TOKEN_MALFORMED' });
  }
});

test('for a token that expired long ago, the error mentions the clock', async () => {
  await assert.rejects(
    take({ SIGSTORE_ID_TOKEN: fakeToken({ ...claims, exp: NOW - 26 * 3600 }) }),
    (error: unknown) =>
      error instanceof IdentityError && /26 h ago/.test(error.message) && /clock/.test(error.hint ?? ''),
  );
});

test('a workload without an e-mail address is named by its subject, and an audience list may contain ours', async () => {
  const token = await take({
    SIGSTORE_ID_TOKEN: fakeToken({ ...claims, email: undefined, aud: ['x', 'sigstore'] }),
  });
  assert.equal(token.claims.subject, 'me');
});

test('a GitHub Actions job asks its runner for a token with our audience', async (t) => {
  const { url, seen } = await serve(t, (_, response) =>
    sendJson(response, 200, { value: fakeToken(claims) }),
  );
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?x=1`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-secret',
  };
  assert.deepEqual((await take(env)).source, { kind: 'github-actions' });
  assert.equal(seen[0]?.path, '/token?x=1&audience=sigstore');
  assert.equal(seen[0]?.headers.authorization, 'bearer runner-secret');
  const failing = await serve(t, (_, response) =>
    sendJson(response, 403, { message: 'bearer runner-secret is bad' }),
  );
  const error = await take({ ...env, ACTIONS_ID_TOKEN_REQUEST_URL: failing.url }).catch((caught) => caught);
  assert.equal(error.code, 'TOKEN_SOURCE_FAILED');
  assert.ok(!inspect(error).includes('runner-secret'), inspect(error));
});

test('a configured token file is read, and one that is missing is an error', async (t) => {
  const path = join(temporaryDirectory(t), 'token');
  await assert.rejects(take({}, { WAXSEAL_TOKEN_FILE: path }), { code: 'TOKEN_FILE_UNREADABLE' });
  writeFileSync(path, `${fakeToken(claims)}\n`);
  assert.deepEqual((await take({}, { WAXSEAL_TOKEN_FILE: path })).source, { kind: 'file', path });
  writeFileSync(path, 'x'.repeat(100_000));
  await assert.rejects(take({}, { WAXSEAL_TOKEN_FILE: path }), { code: 'TOKEN_FILE_UNREADABLE' });
});

test('if a provider is fixed, no other is asked, and a provider without a token says why', async () => {
  const env = { SIGSTORE_ID_TOKEN: fakeToken(claims) };
  await assert.rejects(
    take(env, { WAXSEAL_TOKEN_PROVIDER: 'github-actions' }),
    /this is not a GitHub Actions job/,
  );
  await assert.rejects(
    take({ GITHUB_ACTIONS: 'true' }, { WAXSEAL_TOKEN_PROVIDER: 'github-actions' }),
    /id-token: write/,
  );
  await assert.rejects(take({}), { code: 'NO_TOKEN_SOURCE' });
});

test('the choice can be explained without asking anybody', async () => {
  const config = resolveConfig({ gitConfig: [], env: {} });
  const env = { SIGSTORE_ID_TOKEN: 'x', DISPLAY: ':0' };
  const reports = await explainIdentity(config, { env, interactive: true, terminal: false });
  assert.deepEqual(
    reports.filter(({ available }) => available).map(({ source, chosen }) => [source, chosen]),
    [
      ['envvar', true],
      ['interactive', false],
    ],
  );
  assert.deepEqual(reports.map(({ source }) => source).toSorted(), [
    'buildkite-agent',
    'circleci',
    'device',
    'envvar',
    'filesystem',
    'github-actions',
    'google-impersonate',
    'google-workload-identity',
    'interactive',
    'spiffe',
  ]);
});
