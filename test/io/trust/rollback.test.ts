import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { resolveConfig } from '../../../io/config/index.js';
import { loadTrustedRoot, refreshTrustedRoot, trustAge } from '../../../io/trust/index.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import type { RepositoryState } from '../../sandbox/tuf/repository.js';
import { temporaryDirectory } from '../support/repository.js';
import { changingMirror } from '../support/tuf-mirror.js';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

test('metadata rolled back or expired since is refused; the last accepted root stays, and its age is known', async (t) => {
  const now = Math.trunc(Date.now() / 1000);
  const mirror = await changingMirror(t, sandbox.trustedRootPath, now);
  const cacheDirectory = temporaryDirectory(t);
  const root = join(cacheDirectory, 'root.json');
  writeFileSync(root, mirror.root);
  const config = resolveConfig({ gitConfig: [], env: { TUF_MIRROR: mirror.url, TUF_ROOT_JSON: root } });
  const refresh = (at: number) => refreshTrustedRoot(config, { cacheDirectory, now: at });
  const { root: accepted } = await refresh(now - 1000);

  const attacks: [string, RepositoryState, RegExp][] = [
    ['rolled back', { version: 1 }, /version|rollback/i],
    ['expired', { version: 3, lifetime: -60 }, /expired/],
    ['another key', { version: 3, key: generateKeyPairSync('ed25519').privateKey }, /sign/],
  ];
  for (const [name, later, says] of attacks) {
    mirror.offer(later);
    await assert.rejects(refresh(now), { code: 'TUF_REFUSED', message: says }, name);
    const loaded = await loadTrustedRoot(config, { cacheDirectory });
    assert.equal(loaded.root.digest, accepted.digest, name);
    assert.equal(trustAge(loaded.source, now), 1000, name);
  }
  mirror.offer({ version: 4 });
  assert.equal(trustAge((await refresh(now)).source, now), 0);
});
