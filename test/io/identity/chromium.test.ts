import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { resolveConfig } from '../../../io/config/index.js';
import { identityToken } from '../../../io/identity/index.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';

const script = pathToFileURL(join(process.cwd(), 'scripts', 'vscode-host', 'chromium.mjs')).href;
const { installedChromium } = (await import(script)) as { installedChromium: () => string | undefined };
const chromium = installedChromium();

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

test('a real browser opens the sign-in page once, and signs in', {
  ...(!chromium && { skip: 'there is no Chromium' }),
}, async (t) => {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  // It writes until its end, which comes after the sign-in.
  t.after(() => rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  const config = resolveConfig({
    gitConfig: [],
    env: {
      SIGSTORE_OIDC_ISSUER: sandbox.urls.oidc,
      WAXSEAL_BROWSER: `"${chromium}" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --user-data-dir=${profile} --dump-dom {{.URL}}`,
      WAXSEAL_TOKEN_PROVIDER: 'interactive',
    },
  });
  const said: string[] = [];
  const { claims } = await identityToken(config, {
    env: process.env,
    say: (line) => said.push(line),
    interactive: true,
    network: {},
  });
  assert.equal(claims.email, 'dev@sandbox.test');
  assert.deepEqual(
    said.filter((line) => line.startsWith('refused')),
    [],
  );
});
