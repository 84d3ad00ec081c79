import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const [opener, pid] = [join(profile, 'open'), join(profile, 'pid')];
  const options = '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking';
  const chrome = `"${chromium}" ${options} "--user-data-dir=${profile}/data" --dump-dom "$1"`;
  writeFileSync(opener, `#!/bin/sh\necho $$ > "${pid}"\nexec ${chrome}\n`, { mode: 0o755 });
  t.after(() => {
    // It lives longer than the sign-in, with all its processes in one group.
    process.kill(-Number(readFileSync(pid, 'utf8')), 'SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  const config = resolveConfig({
    gitConfig: [],
    env: {
      SIGSTORE_OIDC_ISSUER: sandbox.urls.oidc,
      WAXSEAL_BROWSER: `'${opener}'`,
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
