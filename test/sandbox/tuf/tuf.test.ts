import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Updater } from 'tuf-js';
import { type Sandbox, startSandbox } from '../index.js';

const TARGETS = [
  'trusted_root.json',
  'signing_config.v0.2.json',
  'fulcio_v1.crt.pem',
  'fulcio_intermediate_v1.crt.pem',
  'fulcio.crt.pem',
  'rekor.pub',
  'ctfe.pub',
  'tsa.certchain.pem',
];

describe('the TUF repository of the sandbox', () => {
  let sandbox: Sandbox;
  let cache: string;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.stop());

  function updater(): Updater {
    cache = mkdtempSync(join(tmpdir(), 'tuf-'));
    const targetDir = join(cache, 'targets');
    mkdirSync(targetDir);
    cpSync(sandbox.tufRootPath, join(cache, 'root.json'));
    return new Updater({
      metadataDir: cache,
      metadataBaseUrl: sandbox.urls.tuf,
      targetDir,
      targetBaseUrl: `${sandbox.urls.tuf}/targets`,
      config: { fetchRetry: 0, fetchTimeout: 2000 },
    });
  }

  it('gives every target to tuf-js, which checks signatures, versions and hashes', async () => {
    const client = updater();
    await client.refresh();
    for (const name of TARGETS) {
      const info = await client.getTargetInfo(name);
      assert.ok(info, name);
      await client.downloadTarget(info);
    }
    const downloaded = readFileSync(join(cache, 'targets', 'trusted_root.json'), 'utf8');
    assert.equal(downloaded, readFileSync(sandbox.trustedRootPath, 'utf8'));
    rmSync(cache, { recursive: true });
  });

  it('lets a test forge a target, which tuf-js refuses', async () => {
    const client = updater();
    const info = await client.getTargetInfo('trusted_root.json');
    assert.ok(info);
    const forge = { replace: (honest: { status: number }) => ({ ...honest, body: '{}' }) };
    sandbox.faults.add({ server: 'tuf', path: /trusted_root\.json$/, action: forge });
    await assert.rejects(client.downloadTarget(info));
    sandbox.faults.clear();
    rmSync(cache, { recursive: true });
  });
});
