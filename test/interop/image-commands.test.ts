import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { ImageDigest } from '../../core/image/index.js';
import { type CosignVersion, runCosign, signingServers } from '../support/cosign-signs.js';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry.js';
import { cleanEnvironment, type RunResult, run } from '../support/git-repo.js';
import { findPeer } from '../support/peers.js';
import { type Stack, sandboxStack } from '../support/stack.js';
import { PROGRAM } from '../support/waxseal.js';

const VERSIONS = ['cosign-2', 'cosign-3'] as const satisfies readonly CosignVersion[];
const EMAIL = 'images@example.test';
const SBOM = '{"spdxVersion":"SPDX-2.3","name":"app"}';

let dir: string;
let stack: Stack;
let registry: DockerRegistry;
let missing: string | undefined;
const digests = new Map<string, ImageDigest>();

/** The repository of an image that this version signed, with a key or an identity. */
const imageOf = (version: CosignVersion, way: 'key' | 'identity') => `${registry.host}/${version}/${way}`;

async function sign(version: CosignVersion, way: 'key' | 'identity'): Promise<void> {
  const digest = await registry.push(`${version}/${way}`, 'v1');
  digests.set(`${version}/${way}`, digest);
  const image = `${imageOf(version, way)}@${digest}`;
  const who = way === 'key' ? ['--key=cosign.key'] : [`--identity-token=${await stack.token(EMAIL)}`];
  const flags = ['--yes', ...who, ...signingServers(version, stack)];
  const attest = ['attest', ...flags, '--type=spdxjson', '--predicate=sbom.json', image];
  const custom = ['attest', ...flags, '--type=custom', '--predicate=custom.txt', image];
  // The example of sigstore-go reads no signature of version 2 without a timestamp.
  const stamped = version === 'cosign-2' ? [`--timestamp-server-url=${stack.env['TSA_URL']}`] : [];
  for (const args of [['sign', ...flags, ...stamped, image], attest, custom]) {
    const ended = await runCosign(version, dir, stack, args);
    assert.equal(ended.status, 0, `${version} ${way} ${args[0]}: ${ended.stderr}`);
  }
}

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'image-commands-'));
  for (const peer of VERSIONS.map((version) => findPeer(version)))
    if ('reason' in peer) missing = peer.reason;
  const started = await startDockerRegistry();
  if ('reason' in started) missing = started.reason;
  else registry = started.found;
  if (missing !== undefined) return;
  stack = await sandboxStack();
  writeFileSync(join(dir, 'sbom.json'), SBOM);
  writeFileSync(join(dir, 'custom.txt'), 'hello from the build');
  for (const key of ['cosign', 'other'])
    await runCosign('cosign-2', dir, stack, ['generate-key-pair', `--output-key-prefix=${key}`]);
  for (const version of VERSIONS) for (const way of ['key', 'identity'] as const) await sign(version, way);
  await registry.push('plain', 'v1');
});
after(async () => {
  await registry?.stop();
  await stack?.stop();
  rmSync(dir, { recursive: true, force: true });
});

function waxseal(...args: readonly string[]): Promise<RunResult> {
  const { TRUSTED_ROOT = '' } = stack.env;
  const env = { ...cleanEnvironment(dir), WAXSEAL_TRUSTED_ROOT: TRUSTED_ROOT };
  return run(PROGRAM, ['image', ...args], { cwd: dir, env });
}

const identity = () => [
  `--certificate-identity=${EMAIL}`,
  `--certificate-oidc-issuer=${stack.env['SIGSTORE_OIDC_ISSUER']}`,
];
const WAYS = { key: () => ['--key=cosign.pub'], identity } as const;
const WRONG = {
  key: () => ['--key=other.pub'],
  identity: () => ['--certificate-identity=somebody@example.test', ...identity().slice(1)],
} as const;

for (const version of VERSIONS)
  for (const way of ['key', 'identity'] as const) {
    test(`an image that ${version} signed with ${way === 'key' ? 'a key' : 'an identity'} is verified`, async (t) => {
      if (missing !== undefined) return t.skip(missing);
      const image = `${imageOf(version, way)}:v1`;
      const good = await waxseal('verify', ...WAYS[way](), image);
      assert.equal(good.status, 0, good.stdout + good.stderr);
      assert.match(good.stdout, new RegExp(`^verified {2}image ${digests.get(`${version}/${way}`)} `));
      const bad = await waxseal('verify', ...WRONG[way](), image);
      assert.equal(bad.status, 1, bad.stdout + bad.stderr);
      assert.match(bad.stdout, way === 'key' ? /^invalid {2}/ : /^refused {2}/);
    });

    test(`what ${version} attested with ${way === 'key' ? 'a key' : 'an identity'} is printed as cosign prints it`, async (t) => {
      if (missing !== undefined) return t.skip(missing);
      const image = `${imageOf(version, way)}:v1`;
      const { status, stdout, stderr } = await waxseal('verify-attestation', ...WAYS[way](), image);
      assert.equal(status, 0, stderr);
      const [line = '', ...more] = stdout.trimEnd().split('\n');
      assert.deepEqual(more, []);
      const statement = JSON.parse(Buffer.from(JSON.parse(line).payload, 'base64').toString());
      assert.equal(statement.predicate.Data, 'hello from the build');
      assert.match(stderr, /: verified: /);
      const none = await waxseal('verify-attestation', '--type=vuln', ...WAYS[way](), image);
      assert.deepEqual([none.status, none.stdout], [1, '']);
      assert.match(none.stderr, /no attestation of the type .*\/vuln\/v1; there are: .*spdx/);
    });

    test(`the SBOM that ${version} attested with ${way === 'key' ? 'a key' : 'an identity'} is found, with who vouches for it`, async (t) => {
      if (missing !== undefined) return t.skip(missing);
      const image = `${imageOf(version, way)}:v1`;
      const { status, stdout } = await waxseal('sbom', ...WAYS[way](), image);
      assert.equal(status, 0, stdout);
      assert.match(
        stdout,
        /^verified {2}[\s\S]*\n {2}document +spdx, [\s\S]*\n {2}vouched +signed on its own\n/,
      );
      const printed = await waxseal('sbom', '--print', ...WAYS[way](), image);
      assert.deepEqual(JSON.parse(printed.stdout), JSON.parse(SBOM));
    });

    test(`an image that ${version} signed with ${way === 'key' ? 'a key' : 'an identity'} can be exported, and verified without a socket`, async (t) => {
      if (missing !== undefined) return t.skip(missing);
      const folder = `${version}-${way}`;
      const exported = await waxseal('export', `${imageOf(version, way)}:v1`, folder);
      assert.equal(exported.status, 0, exported.stderr);
      writeFileSync(
        join(dir, 'no-socket.cjs'),
        "require('node:net').Socket.prototype.connect = () => { process.stderr.write('SOCKET\\n'); process.exit(99); };",
      );
      const env = { ...cleanEnvironment(dir), NODE_OPTIONS: `--require=${join(dir, 'no-socket.cjs')}` };
      const verify = (name: string) =>
        run(
          PROGRAM,
          ['image', 'verify', ...WAYS[way](), `--trusted-root=${folder}/trusted_root.json`, name],
          {
            cwd: dir,
            env,
          },
        );
      const { status, stdout, stderr } = await verify(`oci:${folder}`);
      assert.equal(status, 0, stdout + stderr);
      assert.match(stdout, /^verified /);
      assert.equal((await verify(`${imageOf(version, way)}:v1`)).status, 99);
      const root = readFileSync(join(dir, folder, 'trusted_root.json'), 'utf8');
      assert.equal(root, readFileSync(stack.env['TRUSTED_ROOT'] ?? '', 'utf8'));
      assert.ok(readdirSync(join(dir, folder)).includes('oci-layout'));
    });
  }

test('an image that nobody signed is unsigned', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  const { status, stdout } = await waxseal('verify', '--key=cosign.pub', `${registry.host}/plain:v1`);
  assert.equal(status, 1);
  assert.match(stdout, /^unsigned {2}image sha256:/);
});

test('a mirror is asked for the images of another registry', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  const mirror = `--registry-mirror=images.example.test=${registry.host}`;
  const name = 'images.example.test/cosign-2/key:v1';
  const { status, stdout, stderr } = await waxseal('verify', mirror, '--key=cosign.pub', name);
  assert.equal(status, 0, stdout + stderr);
  assert.ok(stdout.includes(`(${name})`), stdout);
});

test('-o json prints the payloads that cosign prints', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  const image = `${imageOf('cosign-2', 'identity')}:v1`;
  const ours = await waxseal('verify', '-o', 'json', ...identity(), image);
  const theirs = await runCosign('cosign-2', dir, stack, ['verify', '--output=json', ...identity(), image]);
  assert.equal(theirs.status, 0, theirs.stderr);
  assert.deepEqual(JSON.parse(ours.stdout), JSON.parse(theirs.stdout));
});

test('sigstore-go gives the same answer as we do', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  const peer = findPeer('oci-image-verification');
  if ('reason' in peer) return t.skip(peer.reason);
  const name = `${imageOf('cosign-2', 'identity')}@${digests.get('cosign-2/identity')}`;
  for (const [email, holds] of [
    [EMAIL, true],
    ['somebody@example.test', false],
  ] as const) {
    const ours = await waxseal('verify', `--certificate-identity=${email}`, ...identity().slice(1), name);
    const theirs = await run(
      peer.found,
      [
        `-ociImage=${name}`,
        `-expectedSAN=${email}`,
        `-expectedIssuer=${stack.env['SIGSTORE_OIDC_ISSUER']}`,
        `-trustedrootJSONpath=${stack.env['TRUSTED_ROOT']}`,
        '-requireTlog',
      ],
      { cwd: dir, env: cleanEnvironment(dir) },
    );
    assert.deepEqual([ours.status === 0, theirs.status === 0], [holds, holds], theirs.stderr);
  }
});

test('the tree shows signature, attestations and signers of both versions', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  for (const version of VERSIONS) {
    const { status, stdout } = await waxseal('tree', ...identity(), `${imageOf(version, 'identity')}:v1`);
    assert.equal(status, 0);
    assert.match(
      stdout,
      version === 'cosign-2' ? /\n {2}signatures: tag sha256-/ : /\n {2}Sigstore bundle: refers/,
    );
    assert.match(stdout, new RegExp(`verified, \\w+ in .*, by ${EMAIL}`));
    assert.ok(stdout.includes('https://spdx.dev/Document'), stdout);
  }
});

test('resolve prints the digest of an index and of each platform', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  const digest = await registry.pushIndex('index', 'v1', ['amd64', 'arm64']);
  const { status, stdout } = await waxseal('resolve', `${registry.host}/index:v1`);
  assert.equal(status, 0);
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines[0], `${digest}  ${registry.host}/index:v1`);
  assert.deepEqual(
    lines.slice(1).map((line) => line.split('  ').at(-1)),
    ['linux/amd64', 'linux/arm64'],
  );
});
