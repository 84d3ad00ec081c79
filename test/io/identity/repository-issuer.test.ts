import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { resolveConfig } from '../../../io/config/index.js';
import { identityToken } from '../../../io/identity/index.js';
import { discover } from '../../../io/identity/sign-in/discover.js';
import { temporaryDirectory } from '../support/repository.js';
import { fakeToken, sendJson, serve } from '../support/server.js';

type Scope = 'local' | 'global';

const entry = (key: string, value: string, scope: Scope) =>
  ({ key: `waxseal.${key}`, value, scope, origin: `file:/${scope}` }) as const;

test('a build system is asked for a token of the user’s audience, whatever client and audience the repository names', async (t) => {
  const now = Math.floor(Date.now() / 1000);
  const asked: (string | null)[] = [];
  const { url } = await serve(t, (message, response) => {
    const audience = new URL(message.path, 'http://localhost').searchParams.get('audience');
    asked.push(audience);
    const claims = { iss: 'https://issuer.test', sub: 'workflow', aud: audience, exp: now + 60 };
    sendJson(response, 200, { value: fakeToken(claims) });
  });
  const env = {
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/?x=1`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  };
  const gitConfig = [
    entry('issuer', 'https://issuer.test', 'local'),
    entry('clientID', 'sts.cloud.test', 'local'),
    entry('tokenAudience', 'sts.cloud.test', 'local'),
  ];
  const config = resolveConfig({ gitConfig, env: {} });
  await identityToken(config, { env, say: () => {}, interactive: false, network: {} });
  assert.deepEqual(asked, ['sigstore']);
});

test('an issuer that the repository chose does not get the user’s client secret, and the user’s own issuer does', async (t) => {
  const { url } = await serve(t, (_, response, n) => {
    const issuer = n > 0 ? url : '';
    sendJson(response, 200, { issuer, code_challenge_methods_supported: ['S256'] });
  });
  const secret = entry('clientSecretFile', join(temporaryDirectory(t), 'none'), 'global');
  const found = (scope: Scope) => {
    const config = resolveConfig({ gitConfig: [secret, entry('issuer', url, scope)], env: {} });
    return discover(config, { network: {} }, (path) => path);
  };
  await assert.rejects(found('global'), { code: 'TOKEN_FILE_UNREADABLE' }, 'the file is read');
  assert.equal((await found('local')).serverMetadata().issuer, url);
});
