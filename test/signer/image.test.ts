import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { encodePem } from '../../core/encoding/index.js';
import { cleanEnvironment, type RunResult, run } from '../support/git-repo.js';
import { writeImageLayout } from '../support/image-layout.js';
import { TestInstance } from '../support/instance.js';
import { imageKey } from '../support/sign-image.js';
import { PROGRAM } from '../support/waxseal.js';

const dir = mkdtempSync(join(tmpdir(), 'image-'));
let digest: string;

before(() => {
  writeFileSync(join(dir, 'root.json'), new TestInstance().trustJson);
  writeFileSync(join(dir, 'key.pub'), encodePem('PUBLIC KEY', imageKey('P-256').publicKey.spki));
  digest = writeImageLayout(join(dir, 'layout'));
});
after(() => rmSync(dir, { recursive: true }));

function image(...args: readonly string[]): Promise<RunResult> {
  const env = { ...cleanEnvironment(dir), WAXSEAL_TRUSTED_ROOT: join(dir, 'root.json') };
  return run(PROGRAM, ['image', ...args], { cwd: dir, env });
}

const IDENTITY = [
  '--certificate-identity=a@example.test',
  '--certificate-oidc-issuer=https://i.example.test',
];

for (const [title, args, says] of [
  ['without anybody who may sign', ['verify', 'oci:layout'], /nobody said who may have signed/],
  [
    'a key beside an identity',
    ['verify', '--key=key.pub', ...IDENTITY, 'oci:layout'],
    /contradict each other/,
  ],
  ['a policy', ['verify-attestation', '--policy=p.cue', '--key=key.pub', 'oci:layout'], /not evaluated yet/],
  ['a key of a KMS', ['verify', '--key=awskms://alias/x', 'oci:layout'], /cosign public-key --key awskms:/],
  ['a chain', ['verify', '--ca-roots=x.pem', '--key=key.pub', 'oci:layout'], /--trusted-root FILE/],
  ['an annotation without a value', ['verify', '-a', 'x', '--key=key.pub', 'oci:layout'], /-a NAME=VALUE/],
  [
    'a switch with another word',
    ['verify', '--offline=maybe', '--key=key.pub', 'x'],
    /--offline is true or false/,
  ],
  ['a user without a password', ['resolve', '--registry-username=u', 'x'], /belong together/],
  ['no image', ['verify', '--key=key.pub'], /needs the name of an image/],
  ['an unknown action', ['verfy'], /image needs one of: verify, /],
  [
    'an image that is not there',
    ['verify', '--key=key.pub', 'oci:layout:v2'],
    /it has no one image v2, but v1/,
  ],
  ['a folder that is in use', ['export', 'oci:layout', '.'], /is not empty/],
  ['an image without an SBOM', ['sbom', '--key=key.pub', 'oci:layout'], /has no SBOM/],
  ['both forms of output', ['verify', '-o', 'json', '--format=json', '--key=key.pub', 'x'], /contradict/],
] as const)
  test(`${title} gives no answer, and the message says what to do`, async () => {
    const { status, stdout, stderr } = await image(...args);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, says);
    assert.match(stderr, /\nhint: /);
  });

test('an identity without its issuer gives no answer', async () => {
  const { status, stdout, stderr } = await image('verify', IDENTITY[0] ?? '', 'oci:layout');
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /certificate-oidc-issuer/);
});

test('cosign’s switches are read with and without a value', async () => {
  for (const more of [
    ['--insecure-ignore-tlog=true'],
    ['--insecure-ignore-tlog'],
    ['--offline=false', '--check-claims=false'],
  ]) {
    const { status, stdout, stderr } = await image('verify', '--key=key.pub', ...more, 'oci:layout');
    assert.equal(status, 1, stderr);
    assert.match(stdout, /^unsigned {2}image sha256:/);
  }
});

test('options of cosign that change nothing are taken, and standard error says why', async () => {
  const neutral = ['--max-workers=3', '--new-bundle-format', '--allow-insecure-registry=true'];
  const { status, stderr } = await image('verify', '--key=key.pub', ...neutral, 'oci:layout');
  assert.equal(status, 1);
  for (const name of ['max-workers', 'new-bundle-format', 'allow-insecure-registry'])
    assert.match(stderr, new RegExp(`^waxseal: --${name} changes nothing: `, 'm'));
});

test('a copy on disk can be named as cosign names it', async () => {
  const { status, stdout } = await image('resolve', '--local-image', 'layout');
  assert.deepEqual([status, stdout], [0, `${digest}  ./layout\n`]);
});

test('what does not hold is not among what a program reads, and standard error says why', async () => {
  const { status, stdout, stderr } = await image('verify', '-o', 'json', '--key=key.pub', 'oci:layout');
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /oci:layout: unsigned: /);
});
