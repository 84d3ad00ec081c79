import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseReference } from '../../core/image/index.js';
import { type RegistryOptions, RegistryRun, Repository } from '../../io/registry/index.js';
import { failsWith } from '../io/support/registry.js';
import { findPeer } from '../support/peers.js';

/** The password open-sesame, as bcrypt: Debian's registry takes no other hash. */
const HTPASSWD = 'ada:$2y$05$abcdefghijklmnopqrstuutXu9KzOt.1yBoZUeFWoT/914/JfszCO\n';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Debian's docker-registry on a port of its own; undefined, and the test skipped, where it is not to be had. */
async function dockerRegistry(t: TestContext, { auth = false, tls = false } = {}) {
  const [program, crane] = [findPeer('docker-registry'), findPeer('crane')];
  if ('reason' in program) return void t.skip(program.reason);
  if ('reason' in crane) return void t.skip(crane.reason);
  const dir = mkdtempSync(join(tmpdir(), 'docker-registry-'));
  const host = `localhost:${await freePort()}`;
  const at = (name: string) => join(dir, name);
  if (auth) writeFileSync(at('htpasswd'), HTPASSWD);
  if (tls) {
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', at('key.pem'), '-out', at('cert.pem')],
    ]);
    if (made.status !== 0) return void t.skip('no openssl');
  }
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: at('data') } },
    http: {
      addr: host.replace('localhost', '127.0.0.1'),
      ...(tls && { tls: { certificate: at('cert.pem'), key: at('key.pem') } }),
    },
    ...(auth && { auth: { htpasswd: { realm: 'shop', path: at('htpasswd') } } }),
  };
  writeFileSync(at('config.yml'), JSON.stringify(config));
  const child: ChildProcess = spawn(program.found, ['serve', at('config.yml')], { stdio: 'ignore' });
  t.after(() => {
    child.kill();
    rmSync(dir, { recursive: true, force: true });
  });
  mkdirSync(at('.docker'));
  const auths = { [host]: { auth: Buffer.from('ada:open-sesame').toString('base64') } };
  if (auth) writeFileSync(at('.docker/config.json'), JSON.stringify({ auths }));
  const env = { ...process.env, HOME: dir, DOCKER_CONFIG: at('.docker'), SSL_CERT_FILE: at('cert.pem') };
  const run = (...args: string[]) => spawnSync(crane.found, args, { encoding: 'utf8', env });
  writeFileSync(at('empty'), '');
  spawnSync('tar', ['-cf', at('layer.tar'), '-C', dir, 'empty']);
  for (let tries = 0; tries < 60; tries++) {
    const { status } = run(
      'append',
      '--new_tag',
      `${host}/a/b:v1`,
      '--new_layer',
      at('layer.tar'),
      '--oci-empty-base',
    );
    if (status === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const open = (options: Partial<RegistryOptions> = {}) => {
    const opened = new RegistryRun({ env: { HOME: dir }, network: {}, certificateFolders: [], ...options });
    return new Repository(opened, parseReference(`${host}/a/b`));
  };
  return {
    dir,
    host,
    open,
    digest: run('digest', `${host}/a/b:v1`).stdout.trim(),
    certificate: at('cert.pem'),
  };
}

test('an image in Debian’s docker-registry has the digest that crane says, and every part of it is read', async (t) => {
  const shop = await dockerRegistry(t);
  if (!shop) return;
  const repository = shop.open();
  const { digest, manifest } = await repository.resolve({ tag: 'v1' });
  assert.equal(digest, shop.digest);
  assert.ok(manifest.kind === 'image' && manifest.layers[0]);
  assert.equal((await repository.blob(manifest.layers[0])).length, manifest.layers[0].size);
  assert.equal(await repository.tagged('v2'), undefined);
  assert.deepEqual(await repository.referrers(digest), { from: 'tag', referrers: [] });
});

test('Debian’s docker-registry with a password gives an image to who has it, and says so to who has not', async (t) => {
  const shop = await dockerRegistry(t, { auth: true });
  if (!shop) return;
  assert.equal((await shop.open().resolve({ tag: 'v1' })).digest, shop.digest);
  await assert.rejects(
    shop.open({ env: { HOME: '/nonexistent' } }).resolve({ tag: 'v1' }),
    failsWith('REGISTRY_NEEDS_SIGN_IN'),
  );
  const credential = { kind: 'basic', username: 'ada', password: 'wrong', source: 'a test' } as const;
  await assert.rejects(
    shop.open({ given: { host: shop.host, credential } }).resolve({ tag: 'v1' }),
    failsWith('REGISTRY_CREDENTIALS_REFUSED'),
  );
});

test('Debian’s docker-registry with TLS is read with its authority, and never without', async (t) => {
  const shop = await dockerRegistry(t, { tls: true });
  if (!shop) return;
  assert.equal((await shop.open({ caFile: shop.certificate }).resolve({ tag: 'v1' })).digest, shop.digest);
  await assert.rejects(shop.open().resolve({ tag: 'v1' }), failsWith('TLS_FAILED'));
  const folder = join(shop.dir, 'certs.d', shop.host);
  mkdirSync(folder, { recursive: true });
  spawnSync('cp', [shop.certificate, join(folder, 'ca.crt')]);
  const certificateFolders = [join(shop.dir, 'certs.d')];
  assert.equal((await shop.open({ certificateFolders }).resolve({ tag: 'v1' })).digest, shop.digest);
});
