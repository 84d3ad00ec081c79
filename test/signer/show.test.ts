import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { run } from '../support/git-repo.js';
import { findPeer } from '../support/peers.js';
import { createWaxsealRepo, EMAIL, type WaxsealRepo } from '../support/waxseal.js';

let sandbox: Sandbox;
let repo: WaxsealRepo;

before(async () => {
  sandbox = await startSandbox();
  const stack = { env: sandbox.env };
  repo = await createWaxsealRepo({ stack, token: sandbox.mintToken({ email: EMAIL }) });
  await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'embedded']);
  await repo.git(['tag', '-s', '-m', 'embedded', 'v1']);
  const stamped = { GITSIGN_TIMESTAMP_SERVER_URL: sandbox.env['TSA_URL'] ?? '' };
  await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'stamped'], stamped);
  await repo.git(['tag', 'stamped']);
  await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'online'], { GITSIGN_REKOR_MODE: 'online' });
  await repo.git(['tag', 'online']);
  await repo.git(['commit', '-q', '--allow-empty', '-m', 'unsigned']);
});
after(async () => {
  repo?.remove();
  await sandbox.stop();
});

async function shown(name: string, ...more: string[]): Promise<Buffer> {
  const out = join(repo.home, 'shown');
  const script = `exec "$0" "$@" > "${out}"`;
  const program = (await repo.git(['config', 'gpg.x509.program'])).trim();
  const ended = await run('sh', ['-c', script, program, 'show', name, ...more], {
    cwd: repo.dir,
    env: repo.env,
  });
  assert.equal(ended.status, 0, ended.stderr);
  return readFileSync(out);
}

const NAMES: readonly (readonly [string, ...string[]])[] = [
  ['HEAD~3'],
  ['v1'],
  ['stamped'],
  ['online', '--online'],
];

for (const [name, ...more] of NAMES)
  test(`the bundle of ${name} satisfies @sigstore/verify`, async () => {
    const bundle = bundleFromJSON(JSON.parse((await shown(name, '--format', 'bundle', ...more)).toString()));
    const artifact = await shown(name, '--format', 'artifact', ...more);
    const root = TrustedRoot.fromJSON(JSON.parse(readFileSync(sandbox.trustedRootPath, 'utf8')));
    const verifier = new Verifier(toTrustMaterial(root), { ctlogThreshold: 1, tlogThreshold: 1 });
    const signer = verifier.verify(toSignedEntity(bundle, artifact), { subjectAlternativeName: EMAIL });
    assert.equal(signer.identity?.subjectAlternativeName, EMAIL);
    const changed = Buffer.from(artifact);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    assert.throws(() => verifier.verify(toSignedEntity(bundle, changed)));
  });

for (const [name, ...more] of NAMES)
  test(`the bundle of ${name} satisfies cosign 3`, async (t) => {
    const cosign = findPeer('cosign-3');
    if ('reason' in cosign) return t.skip(cosign.reason);
    const [bundle, artifact] = [join(repo.home, 'bundle.json'), join(repo.home, 'artifact')];
    writeFileSync(bundle, await shown(name, '--format', 'bundle', ...more));
    writeFileSync(artifact, await shown(name, '--format', 'artifact', ...more));
    const identity = ['--certificate-identity', EMAIL, '--certificate-oidc-issuer', sandbox.urls.oidc];
    const args = [
      'verify-blob',
      '--bundle',
      bundle,
      '--trusted-root',
      sandbox.trustedRootPath,
      ...identity,
      artifact,
    ];
    const ended = await run(cosign.found, args, {
      cwd: repo.dir,
      env: { PATH: repo.env['PATH'] ?? '', HOME: repo.home },
    });
    assert.equal(ended.status, 0, ended.stderr);
  });

test('show lists the certificate, the claims and every check', async () => {
  const text = (await shown('v1')).toString();
  assert.match(text, /^valid {2}tag [0-9a-f]{40} \(v1\)$/m);
  assert.match(text, /^ {2}certificate serial [0-9a-f]+$/m);
  assert.match(text, /issued by .*fulcio/);
  assert.match(text, /passed {4}checkpoint/);
  const json = JSON.parse((await shown('v1', '--format', 'json')).toString());
  assert.equal(json.version, 1);
  assert.equal(json.outcome, 'valid');
  assert.match(json.certificate.pem, /^-----BEGIN CERTIFICATE-----\n/);
});

test('an unsigned object, or one without an embedded entry, has no bundle, and the error says so', async () => {
  for (const [name, why] of [
    ['HEAD', /not signed/],
    ['online', /embeds no log entry\nhint: add --online/],
    ['HEAD^{tree}', /is a tree/],
    ['nothing', /nothing/],
  ] as const) {
    const ended = await repo.waxseal(['show', name, '--format', 'bundle']);
    assert.equal(ended.status, 2);
    assert.equal(ended.stdout, '');
    assert.match(ended.stderr, why);
  }
});
