import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { decodePem } from '../../core/encoding/index.js';
import { importPublicKey } from '../../core/primitives/index.js';
import { parseTrustedRoot } from '../../core/trust/index.js';
import { decidingCheck, type Verdict } from '../../core/verdict/index.js';
import { verifyBundle } from '../../core/verify/index.js';
import { openStacks, STACKS } from '../support/both-stacks.js';
import { bundleBytes, makeBundle, statementAbout } from '../support/bundle.js';
import { cleanEnvironment, run } from '../support/git-repo.js';
import { TestInstance } from '../support/instance.js';
import { findPeer, type PeerName } from '../support/peers.js';
import type { Stack } from '../support/stack.js';

// Bundles of the real cosign, verified by us, and our bundles verified by cosign.

const EMAIL = 'cosign@example.test';
const stacks = openStacks();
const dir = mkdtempSync(join(tmpdir(), 'waxseal-bundles-'));
const blob = new TextEncoder().encode('what is signed\n');

before(() => {
  writeFileSync(join(dir, 'blob'), blob);
  writeFileSync(join(dir, 'predicate.json'), '{"checked":true}');
});
after(() => rmSync(dir, { recursive: true, force: true }));

function cosign(stack: Stack | undefined, name: PeerName, args: readonly string[]) {
  const peer = findPeer(name);
  if ('reason' in peer) throw new Error(peer.reason);
  const { SIGSTORE_REKOR_PUBLIC_KEY = '', SIGSTORE_CT_LOG_PUBLIC_KEY_FILE = '' } = stack?.env ?? {};
  const keyFiles: Record<string, string> =
    name === 'cosign-2' ? { SIGSTORE_REKOR_PUBLIC_KEY, SIGSTORE_CT_LOG_PUBLIC_KEY_FILE } : {};
  const env = { ...cleanEnvironment(dir), ...keyFiles, COSIGN_PASSWORD: '' };
  return run(peer.found, args, { cwd: dir, env });
}

/** How a bundle is made. */
interface Row {
  readonly title: string;
  readonly signer: PeerName;
  readonly attests?: true;
  readonly keyed?: true;
  readonly flags: (env: Stack['env']) => readonly string[];
}

const servers = (env: Stack['env']): string[] => [
  `--fulcio-url=${env['SIGSTORE_FULCIO_URL']}`,
  `--rekor-url=${env['SIGSTORE_REKOR_URL']}`,
  `--oidc-issuer=${env['SIGSTORE_OIDC_ISSUER']}`,
  '--new-bundle-format',
];
const configured =
  (file: string) =>
  (env: Stack['env']): string[] => [
    `--signing-config=${join(dirname(env['TRUSTED_ROOT'] ?? ''), file)}`,
    `--trusted-root=${env['TRUSTED_ROOT']}`,
  ];
const V1 = configured('signing_config.v0.2.json');
const V2 = configured('signing_config_rekor_v2.v0.2.json');

const ROWS: readonly Row[] = [
  { title: 'a blob', signer: 'cosign-2', flags: servers },
  { title: 'an attestation', signer: 'cosign-2', attests: true, flags: servers },
  { title: 'a blob with Rekor v1', signer: 'cosign-3', flags: V1 },
  { title: 'an attestation with Rekor v1', signer: 'cosign-3', attests: true, flags: V1 },
  { title: 'a blob with Rekor v2', signer: 'cosign-3', flags: V2 },
  { title: 'an attestation with Rekor v2', signer: 'cosign-3', attests: true, flags: V2 },
  { title: 'a blob with its own key and Rekor v1', signer: 'cosign-3', keyed: true, flags: V1 },
  { title: 'a blob with its own key and Rekor v2', signer: 'cosign-3', keyed: true, flags: V2 },
];

async function sign(row: Row, stack: Stack): Promise<Uint8Array> {
  if (row.keyed) {
    rmSync(join(dir, 'cosign.key'), { force: true });
    rmSync(join(dir, 'cosign.pub'), { force: true });
    const made = await cosign(stack, row.signer, ['generate-key-pair']);
    assert.equal(made.status, 0, made.stderr);
  }
  const who = row.keyed ? ['--key=cosign.key'] : [`--identity-token=${await stack.token(EMAIL)}`];
  const signed = await cosign(stack, row.signer, [
    row.attests ? 'attest-blob' : 'sign-blob',
    '--yes',
    ...who,
    '--bundle=bundle.json',
    ...(row.attests ? ['--predicate=predicate.json', '--type=custom'] : []),
    ...row.flags(stack.env),
    'blob',
  ]);
  assert.equal(signed.status, 0, signed.stderr);
  return new Uint8Array(readFileSync(join(dir, 'bundle.json')));
}

async function judge(row: Row, stack: Stack, bundle: Uint8Array, artifact: Uint8Array): Promise<Verdict> {
  const trust = parseTrustedRoot(readFileSync(stack.env['TRUSTED_ROOT'] ?? '', 'utf8'));
  const publicKey = row.keyed
    ? importPublicKey(decodePem('PUBLIC KEY', readFileSync(join(dir, 'cosign.pub'), 'utf8')))
    : undefined;
  return verifyBundle({ bundle, artifact, ...(publicKey && { publicKey }) }, { trust });
}

for (const name of STACKS)
  for (const row of ROWS)
    test(`waxseal verifies ${row.title} that ${row.signer} signed (${name})`, async (t) => {
      const peer = findPeer(row.signer);
      if ('reason' in peer) return t.skip(peer.reason);
      const stack = stacks.get(name);
      if (!stack) return t.skip(stacks.missing);
      const bundle = await sign(row, stack);
      const verdict = await judge(row, stack, bundle, blob);
      assert.equal(verdict.outcome, 'valid', JSON.stringify(decidingCheck(verdict.checks)));
      assert.equal(verdict.signer?.subject, row.keyed ? undefined : EMAIL);
      assert.equal(verdict.attests !== undefined, row.attests === true);
      const other = await judge(row, stack, bundle, new TextEncoder().encode('something else\n'));
      assert.equal(other.outcome, 'invalid');
    });

const instance = new TestInstance();
const stampedAt = instance.start + 1002;
const OWN = [
  ['a message signature', {}],
  ['a message signature in Rekor v2', { as: 'hashedrekord 0.0.2', stampedAt }],
  ['an attestation logged as dsse', { payload: statementAbout(blob) }],
  ['an attestation in Rekor v2', { payload: statementAbout(blob), as: 'hashedrekord 0.0.2', stampedAt }],
] as const;

for (const [title, options] of OWN)
  test(`cosign 3 verifies ${title} that the tests made`, async (t) => {
    const peer = findPeer('cosign-3');
    if ('reason' in peer) return t.skip(peer.reason);
    writeFileSync(join(dir, 'made.json'), bundleBytes(makeBundle(instance, blob, options).json));
    writeFileSync(join(dir, 'root.json'), instance.trustJson);
    const verified = await cosign(undefined, 'cosign-3', [
      'payload' in options ? 'verify-blob-attestation' : 'verify-blob',
      ...('payload' in options ? ['--type=https://example.test/said/v1'] : []),
      '--bundle=made.json',
      '--trusted-root=root.json',
      '--certificate-identity=dev@example.test',
      '--certificate-oidc-issuer=https://issuer.example.test',
      'blob',
    ]);
    assert.equal(verified.status, 0, verified.stderr);
    assert.match(verified.stderr, /Verified OK/);
  });
