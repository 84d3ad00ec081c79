import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { openStacks, STACKS } from '../support/both-stacks.js';
import { cleanEnvironment, run } from '../support/git-repo.js';
import { findPeer, PEER_VERSIONS, type PeerName, peerVersion } from '../support/peers.js';
import type { Stack } from '../support/stack.js';

const EMAIL = 'cosign@example.test';
const stacks = openStacks();

/** One way to sign a blob, and the programs and flags that verify the result. */
interface Row {
  readonly title: string;
  readonly signer: PeerName;
  readonly attests?: true;
  readonly sign: (env: Stack['env']) => readonly string[];
  /** The programs that verify the bundle, besides the signer itself. */
  readonly alsoVerifiedBy?: PeerName;
  /** cosign 2's own bundle format: no trusted root, but the environment's key files. */
  readonly legacy?: true;
}

const servers = (env: Stack['env']): string[] => [
  `--fulcio-url=${env['SIGSTORE_FULCIO_URL']}`,
  `--rekor-url=${env['SIGSTORE_REKOR_URL']}`,
  `--oidc-issuer=${env['SIGSTORE_OIDC_ISSUER']}`,
];
const timestamped = (env: Stack['env']): string[] => [`--timestamp-server-url=${env['TSA_URL']}`];
const configured =
  (file: string) =>
  (env: Stack['env']): string[] => [
    `--signing-config=${join(dirname(env['TRUSTED_ROOT'] ?? ''), file)}`,
    `--trusted-root=${env['TRUSTED_ROOT']}`,
  ];
const V1 = 'signing_config.v0.2.json';
const V2 = 'signing_config_rekor_v2.v0.2.json';

const ROWS: readonly Row[] = [
  { title: 'a blob in its own bundle format', signer: 'cosign-2', legacy: true, sign: servers },
  {
    title: 'a blob in the Sigstore bundle format, with a timestamp',
    signer: 'cosign-2',
    sign: (env) => [...servers(env), ...timestamped(env), '--new-bundle-format'],
    alsoVerifiedBy: 'cosign-3',
  },
  {
    title: 'an attestation logged as dsse',
    signer: 'cosign-2',
    attests: true,
    sign: (env) => [...servers(env), '--new-bundle-format'],
    alsoVerifiedBy: 'cosign-3',
  },
  { title: 'a blob with Rekor v1', signer: 'cosign-3', sign: configured(V1) },
  { title: 'an attestation with Rekor v1', signer: 'cosign-3', attests: true, sign: configured(V1) },
  { title: 'a blob with Rekor v2', signer: 'cosign-3', sign: configured(V2) },
  { title: 'an attestation with Rekor v2', signer: 'cosign-3', attests: true, sign: configured(V2) },
];

for (const version of ['cosign-2', 'cosign-3'] as const)
  test(`${version} is that version`, (t) => {
    const peer = findPeer(version);
    if ('reason' in peer) return t.skip(peer.reason);
    assert.ok(peerVersion(peer.found).startsWith(PEER_VERSIONS[version]), peerVersion(peer.found));
  });

for (const name of STACKS)
  for (const row of ROWS)
    test(`${row.signer} signs and verifies ${row.title} (${name})`, async (t) => {
      for (const peer of [row.signer, row.alsoVerifiedBy ?? row.signer].map(findPeer))
        if ('reason' in peer) return t.skip(peer.reason);
      const stack = stacks.get(name);
      if (!stack) return t.skip(stacks.missing);
      const dir = mkdtempSync(join(tmpdir(), 'cosign-'));
      try {
        await signAndVerify(dir, row, stack);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    });

async function signAndVerify(dir: string, row: Row, stack: Stack): Promise<void> {
  writeFileSync(join(dir, 'blob'), 'what is signed\n');
  writeFileSync(join(dir, 'other'), 'something else\n');
  writeFileSync(join(dir, 'predicate.json'), '{"checked":true}');
  const token = await stack.token(EMAIL);
  const signed = await cosign(dir, stack, row.signer, [
    row.attests ? 'attest-blob' : 'sign-blob',
    '--yes',
    `--identity-token=${token}`,
    '--bundle=bundle.json',
    ...(row.attests ? ['--predicate=predicate.json', '--type=custom'] : []),
    ...row.sign(stack.env),
    'blob',
  ]);
  assert.equal(signed.status, 0, signed.stderr);
  for (const verifier of new Set([row.signer, row.alsoVerifiedBy ?? row.signer])) {
    const good = await cosign(dir, stack, verifier, [...verifyFlags(row, verifier, stack), 'blob']);
    assert.equal(good.status, 0, `${verifier}: ${good.stderr}`);
    assert.match(good.stderr, /Verified OK/);
    const bad = await cosign(dir, stack, verifier, [...verifyFlags(row, verifier, stack), 'other']);
    assert.notEqual(bad.status, 0, `${verifier} accepted another blob`);
  }
}

function verifyFlags(row: Row, verifier: PeerName, { env }: Stack): string[] {
  const trust = row.legacy
    ? [`--ca-roots=${env['GITSIGN_FULCIO_ROOT']}`]
    : [`--trusted-root=${env['TRUSTED_ROOT']}`, ...(verifier === 'cosign-2' ? ['--new-bundle-format'] : [])];
  return [
    row.attests ? 'verify-blob-attestation' : 'verify-blob',
    ...(row.attests ? ['--type=custom'] : []),
    '--bundle=bundle.json',
    `--certificate-identity=${EMAIL}`,
    `--certificate-oidc-issuer=${env['SIGSTORE_OIDC_ISSUER']}`,
    ...trust,
  ];
}

function cosign(dir: string, stack: Stack, name: PeerName, args: readonly string[]) {
  const peer = findPeer(name);
  if ('reason' in peer) throw new Error(peer.reason);
  const { SIGSTORE_REKOR_PUBLIC_KEY = '', SIGSTORE_CT_LOG_PUBLIC_KEY_FILE = '' } = stack.env;
  // cosign 3 refuses key files in the environment when it verifies bundles. cosign 2 cannot sign without them.
  const keyFiles: Record<string, string> =
    name === 'cosign-2' ? { SIGSTORE_REKOR_PUBLIC_KEY, SIGSTORE_CT_LOG_PUBLIC_KEY_FILE } : {};
  return run(peer.found, args, { cwd: dir, env: { ...cleanEnvironment(dir), ...keyFiles } });
}
