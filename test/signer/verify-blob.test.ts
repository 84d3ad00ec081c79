import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { encodePem, utf8 } from '../../core/encoding/index.js';
import { bundleBytes, makeBundle, statementAbout } from '../support/bundle.js';
import { cleanEnvironment, type RunResult, run } from '../support/git-repo.js';
import { matchesGolden } from '../support/golden.js';
import { TestInstance } from '../support/instance.js';
import { PROGRAM } from '../support/waxseal.js';

const dir = mkdtempSync(join(tmpdir(), 'verify-blob-'));
const instance = new TestInstance();
const artifact = utf8('an artifact\n');
const DIGEST = 'sha256:e5efa32edc1e5f3f5ff17bd6ee2fb57bf7d4b9f5c2d4d5a2f9cbcf9a1f9bb4ac';
const IDENTITY = [
  '--certificate-identity=dev@example.test',
  '--certificate-oidc-issuer=https://issuer.example.test',
];

before(() => {
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(dir, name), content);
  write('artifact', artifact);
  write('other', 'something else\n');
  write('root.json', instance.trustJson);
  write('signed.json', bundleBytes(makeBundle(instance, artifact).json));
  const payload = statementAbout(artifact);
  write('attested.json', bundleBytes(makeBundle(instance, artifact, { payload }).json));
  const keyed = makeBundle(instance, artifact, { bareKey: true });
  write('keyed.json', bundleBytes(keyed.json));
  write('key.pub', encodePem('PUBLIC KEY', keyed.publicKey.spki));
  const stamped = { withSct: false, issuer: '', stampedAt: instance.start + 1002 };
  const { json } = makeBundle(instance, artifact, stamped);
  json['verificationMaterial'].tlogEntries = [];
  write('stamped.json', bundleBytes(json));
  const root = JSON.parse(instance.trustJson);
  root.certificateAuthorities[0].profile = { name: 'acme', requires: ['timestamp'] };
  write('own-root.json', JSON.stringify(root));
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;
  const [signed, attested] = [makeBundle(instance, artifact), makeBundle(instance, artifact, { payload })];
  write('two.jsonl', `${line(signed.json)}\n${line(attested.json)}`);
  write('mixed.jsonl', `${line(signed.json)}{"mediaType":\n${line({ ...attested.json, more: 1 })}`);
  const items = [signed, attested].map((made) => ({ predicateType: 'x', bundle: made.json }));
  write('answer.json', JSON.stringify({ attestations: items }, undefined, 2));
  write('envelope.json', JSON.stringify(attested.json['dsseEnvelope']));
  write('none.json', '{"attestations": []}');
  write(
    'version.json',
    JSON.stringify({ ...signed.json, mediaType: 'application/vnd.dev.sigstore.bundle.v0.9+json' }),
  );
  write('cut.json', JSON.stringify(signed.json, undefined, 2).slice(0, 900));
  write('binary.json', Uint8Array.of(0xff, 0xfe, 0));
  write('empty.json', '');
  write('broken.json', '{"mediaType":');
});
after(() => rmSync(dir, { recursive: true }));

function verifyBlob(args: readonly string[], input?: Uint8Array): Promise<RunResult> {
  const options = { cwd: dir, env: cleanEnvironment(dir), ...(input && { input }) };
  return run(PROGRAM, ['verify-blob', '--trusted-root=root.json', ...args], options);
}

const SHOWN: readonly (readonly [string, number, readonly string[]])[] = [
  ['signed, and its signer is asked for', 0, ['artifact', '--bundle=signed.json', ...IDENTITY]],
  ['signed by somebody', 1, ['artifact', '--bundle=signed.json']],
  ['signed by anybody', 0, ['artifact', '--bundle=signed.json', '--any-signer']],
  [
    'signed by somebody else',
    1,
    ['artifact', '--bundle=signed.json', '--certificate-identity=other@example.test', IDENTITY[1] ?? ''],
  ],
  ['attested', 0, ['artifact', '--bundle=attested.json', ...IDENTITY]],
  ['signed with a key that is given', 0, ['artifact', '--bundle=keyed.json', '--key=key.pub']],
  [
    'signed, and a flag takes the SCT away',
    0,
    ['artifact', '--bundle=signed.json', '--insecure-ignore-sct', ...IDENTITY],
  ],
  ['the same by anybody', 1, ['artifact', '--bundle=signed.json', '--insecure-ignore-sct', '--any-signer']],
  [
    'signed, and a flag takes the log and its time away',
    1,
    ['artifact', '--bundle=signed.json', '--insecure-ignore-tlog', ...IDENTITY],
  ],
  [
    'signed with a key that is given, without the log',
    0,
    ['artifact', '--bundle=keyed.json', '--key=key.pub', '--insecure-ignore-tlog'],
  ],
  [
    'signed, and cosign’s flag for no network is given',
    0,
    ['artifact', '--bundle=signed.json', '--offline', ...IDENTITY],
  ],
  [
    'signed, and a timestamp is asked for',
    1,
    ['artifact', '--bundle=signed.json', '--use-signed-timestamps', ...IDENTITY],
  ],
  [
    'signed by no stated issuer, without log, as the profile of its authority has it',
    0,
    [
      'artifact',
      '--bundle=stamped.json',
      '--trusted-root=own-root.json',
      '--certificate-identity=dev@example.test',
      '--certificate-oidc-issuer-regexp=^$',
    ],
  ],
  [
    'the same, with an issuer that it does not state',
    1,
    ['artifact', '--bundle=stamped.json', '--trusted-root=own-root.json', ...IDENTITY],
  ],
  ['the same under a root that gives no profile', 1, ['artifact', '--bundle=stamped.json', '--any-signer']],
  ['signed with a key that is not given', 1, ['artifact', '--bundle=keyed.json']],
  ['not what was signed', 1, ['other', '--bundle=signed.json', ...IDENTITY]],
  ['not what was attested', 1, ['other', '--bundle=attested.json', ...IDENTITY]],
  ['vouched for by two bundles', 0, ['artifact', '--bundle=two.jsonl', ...IDENTITY]],
  ['vouched for by one bundle of three', 1, ['artifact', '--bundle=mixed.jsonl', ...IDENTITY]],
  ['vouched for by a registry’s answer', 0, ['artifact', '--bundle=answer.json', ...IDENTITY]],
];

test('verify-blob says for every file whether it holds, and why not', async () => {
  const told: string[] = [];
  for (const [what, status, args] of SHOWN) {
    const ended = await verifyBlob(args);
    assert.equal(ended.status, status, `${what}: ${ended.stdout}${ended.stderr}`);
    assert.equal(ended.stderr, '');
    told.push(`# ${what}: exit ${status}\n${ended.stdout}`);
  }
  matchesGolden('signer/verify-blob.txt', told.join('\n'));
});

test('verify-blob prints the documented JSON', async () => {
  const ended = await verifyBlob(['artifact', '--bundle=attested.json', '--format=json', ...IDENTITY]);
  assert.equal(ended.status, 0, ended.stderr);
  const masked = ended.stdout
    .replace(/("(?:sha1|sha256)": )"[0-9a-f]+"/g, '$1"…"')
    .replace(/("trustedRoot": \{\s+"digest": )"[0-9a-f]+"/, '$1"…"');
  matchesGolden('signer/verify-blob.json', masked);
});

test('verify-blob uses the user’s own list, and never the .waxseal.yaml next to the file', async () => {
  const home = join(dir, 'elsewhere');
  const own = join(home, '.config', 'waxseal');
  mkdirSync(own, { recursive: true });
  const args = ['verify-blob', 'artifact', '--bundle=signed.json', '--trusted-root=root.json'];
  const judge = () => run(PROGRAM, args, { cwd: dir, env: cleanEnvironment(home) });
  const who = '{issuer: https://issuer.example.test, subject: dev@example.test}';
  writeFileSync(
    join(dir, '.waxseal.yaml'),
    `version: 1\nsigners: {dev: ${who}}\nrules: [{name: all, signers: dev}]\n`,
  );
  assert.match((await judge()).stdout, /^valid /);
  writeFileSync(join(own, 'policy.yaml'), `identities: [${who}]\n`);
  assert.match((await judge()).stdout, /^verified /);
  rmSync(join(dir, '.waxseal.yaml'));
  const { stdout } = await run(PROGRAM, ['help', 'verify-blob'], { cwd: dir, env: cleanEnvironment(home) });
  assert.match(stdout, /your own list decides; \.waxseal\.yaml is for commits and tags, and is not read/);
});

test('the help of verify-blob names every digest that it takes', async () => {
  const { stdout } = await run(PROGRAM, ['help', 'verify-blob'], { cwd: dir, env: cleanEnvironment(dir) });
  assert.match(stdout.replace(/\s+/g, ' '), /a digest: sha256:HEX, sha384:HEX or sha512:HEX\./);
});

test('verify-blob numbers the verdicts of several bundles in JSON', async () => {
  const ended = await verifyBlob(['artifact', '--bundle=mixed.jsonl', '--format=json', ...IDENTITY]);
  assert.equal(ended.status, 1);
  const { objects } = JSON.parse(ended.stdout);
  assert.deepEqual(
    objects.map(({ name, bundle, outcome }: Record<string, unknown>) => [name, bundle, outcome]),
    [
      ['artifact', 1, 'verified'],
      ['artifact', 2, 'invalid'],
      ['artifact', 3, 'invalid'],
    ],
  );
});

test('verify-blob accepts the digest for a message signature, and a file whose name looks like a digest', async () => {
  const { stdout } = await verifyBlob(['artifact', '--bundle=signed.json']);
  const digest = /sha256:[0-9a-f]{64}/.exec(stdout)?.[0] ?? '';
  for (const name of [digest, `sha256:${digest.slice(7).toUpperCase()}`])
    assert.equal((await verifyBlob([name, '--bundle=signed.json', ...IDENTITY])).status, 0);
  writeFileSync(join(dir, 'sha256:aaaa'), artifact);
  assert.equal((await verifyBlob(['sha256:aaaa', '--bundle=signed.json', ...IDENTITY])).status, 0);
  rmSync(join(dir, 'sha256:aaaa'));
});

test('verify-blob reads standard input, and accepts a digest for an attestation', async () => {
  const piped = await verifyBlob(['-', '--bundle=signed.json', ...IDENTITY, '--quiet'], artifact);
  assert.deepEqual([piped.status, piped.stdout], [0, '']);
  const { stdout } = await verifyBlob(['artifact', '--bundle=signed.json']);
  const digest = /sha256:[0-9a-f]{64}/.exec(stdout)?.[0] ?? '';
  const known = await verifyBlob([digest, '--bundle=attested.json', ...IDENTITY, '--quiet']);
  assert.equal(known.status, 0, known.stderr);
  const unknown = await verifyBlob([DIGEST, '--bundle=attested.json', ...IDENTITY, '--quiet']);
  assert.equal(unknown.status, 1);
});

const NO_ANSWER: readonly (readonly string[])[] = [
  [],
  ['artifact'],
  ['artifact', 'other', '--bundle=signed.json'],
  ['absent', '--bundle=signed.json'],
  ['artifact', '--bundle=absent.json'],
  ...['broken', 'empty', 'binary', 'cut', 'version', 'envelope', 'none'].map((name) => [
    'artifact',
    `--bundle=${name}.json`,
    ...IDENTITY,
  ]),
  ['sha256:aaaa', '--bundle=signed.json'],
  [`sha512:${'g'.repeat(128)}`, '--bundle=signed.json'],
  ['sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709', '--bundle=signed.json'],
  ['artifact', '--bundle=keyed.json', '--key=absent.pub'],
  ['artifact', '--bundle=keyed.json', '--key=artifact'],
  ['artifact', '--bundle=keyed.json', '--key=key.pub', '--any-signer'],
  ['artifact', '--bundle=signed.json', '--any-signer', ...IDENTITY],
  ['artifact', '--bundle=signed.json', '--certificate-identity=dev@example.test'],
  ['artifact', '--bundle=signed.json', '--format=xml'],
];

test('verify-blob gives no answer, exit 2, for usage errors and unreadable files', async () => {
  const told: string[] = [];
  for (const args of NO_ANSWER) {
    const ended = await verifyBlob(args);
    assert.deepEqual([ended.status, ended.stdout], [2, ''], args.join(' '));
    told.push(`$ verify-blob ${args.join(' ')}\n${ended.stderr}`);
  }
  matchesGolden('signer/verify-blob-errors.txt', told.join('\n'));
});
