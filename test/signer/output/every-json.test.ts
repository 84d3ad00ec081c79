import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { SPECS } from '../../../signer/commands/specs.js';
import { bundleBytes, makeBundle } from '../../support/bundle.js';
import { type RunResult, run } from '../../support/git-repo.js';
import { writeImageLayout } from '../../support/image-layout.js';
import { type InstalledExtension, installedExtension } from '../../support/installation.js';
import { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';
import { policyFor } from '../hook/server.js';
import { type SignedRepo, signedRepo } from '../policy/signed-repo.js';

/** Bidirectional, invisible and formatting characters, and commands of build servers. */
const NASTY = '##[error]x ##vso[y] \u202e\u00ad\u3164\u{e0041}\ufe0f\u00a0\u2066';
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Variation_Selector}\u00a0\u3164\u115f]|##[a-z]*\[/iu;
const CONTROL = '\x1b[2J\x9b';
const MACHINE = ['json', 'sarif', 'bundle'];

const instance = new TestInstance();
let repo: SignedRepo;
let installed: InstalledExtension;

before(async () => {
  repo = await signedRepo(instance);
  installed = await installedExtension();
  const write = (name: string, bytes: string | Uint8Array) => {
    mkdirSync(dirname(join(repo.dir, name)), { recursive: true });
    writeFileSync(join(repo.dir, name), bytes);
  };
  await repo.commit('main', { signer: 'dev@example.test', sign: { issuer: `https://i.test/${NASTY}` } });
  const artifact = utf8('an artifact\n');
  write(`${NASTY}${CONTROL}`, artifact);
  write('bundle.json', bundleBytes(makeBundle(instance, artifact).json));
  write(`${NASTY}${CONTROL}.yaml`, policyFor(['dev'])['.waxseal.yaml'] ?? '');
  write(`${NASTY}${CONTROL}.json`, instance.trustJson);
  writeImageLayout(join(repo.dir, `image ${NASTY}${CONTROL}`), {
    sbom: { spdxVersion: 'SPDX-2.3', name: NASTY },
    att: {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: NASTY, digest: { sha256: '0'.repeat(64) } }],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: { buildDefinition: { buildType: NASTY }, runDetails: {} },
    },
  });
  installed.write(`dist/${NASTY}${CONTROL}.js`, 'evil()');
});
after(() => {
  repo.remove();
  installed.remove();
});

const IMAGE_ACTIONS = [
  'verify',
  'verify-attestation',
  'tree',
  'attestations',
  'sbom',
  'provenance',
  'resolve',
];

function imageCommand(action: string): readonly [string, (format: string) => readonly string[]] {
  const signers = action === 'resolve' ? [] : ['--any-signer'];
  return [
    `image ${action}`,
    (format) => ['image', action, ...signers, `oci:image ${NASTY}${CONTROL}`, '--format', format],
  ];
}

/** For each command that writes JSON: how to make it write a text that somebody else chose. */
const COMMANDS: Readonly<Record<string, (format: string) => readonly string[]>> = {
  verify: (format) => ['verify', 'main', '--format', format],
  'verify-tag': (format) => ['verify-tag', 'main', '--format', format],
  show: (format) => ['show', 'main', '--format', format],
  'verify-blob': (format) => [
    ...['verify-blob', `${NASTY}${CONTROL}`, '--bundle', 'bundle.json', '--format', format],
  ],
  'verify-extension': (format) => ['verify-extension', installed.dir, '--format', format],
  'policy explain': (format) => [
    ...['policy', 'explain', 'main', '--policy', `${NASTY}${CONTROL}.yaml`, '--format', format],
  ],
  'policy check': (format) => ['policy', 'check', `${NASTY}${CONTROL}.yaml`, '--format', format],
  status: (format) => ['status', '--format', format],
  doctor: (format) => ['doctor', '--offline', '--format', format],
  ...Object.fromEntries(IMAGE_ACTIONS.map(imageCommand)),
  'trust show': (format) => ['trust', 'show', '--format', format],
};
/** Bundles contain bytes in base64; the doctor, and SARIF without a signer, make the text harmless before they show it. */
const NAMES_NOTHING = /^show bundle|^doctor|^(?!verify ).* sarif$/;

function waxseal(args: readonly string[]): Promise<RunResult> {
  const env = {
    ...repo.env,
    WAXSEAL_TRUSTED_ROOT: join(repo.dir, `${NASTY}${CONTROL}.json`),
    XDG_CACHE_HOME: join(repo.dir, `cache ${NASTY}${CONTROL}`),
    HTTPS_PROXY: 'http://127.0.0.1:1',
  };
  return run(PROGRAM, args, { cwd: repo.dir, env });
}

/** Every command and action whose help names a form of output for programs. */
function promised(): string[] {
  return SPECS.flatMap(({ name, options }) => {
    const takes = options['format']?.value;
    if (!Array.isArray(takes)) return [];
    const formats = takes.filter((format: string) => MACHINE.includes(format));
    // An update that succeeds ends with the output of `trust show`.
    if (name === 'trust update') return [];
    const known = Object.keys(COMMANDS).filter((one) => one === name || one.startsWith(`${name} `));
    assert.notDeepEqual(known, [], `${name} writes JSON: add it here`);
    return known.flatMap((one) => formats.map((format: string) => `${one} ${format}`));
  });
}

test('no command writes JSON that a terminal or a build server would obey, and the requested text is in it exactly', async () => {
  const all = promised();
  assert.ok(all.length >= 12, all.join());
  for (const one of all) {
    const format = one.slice(one.lastIndexOf(' ') + 1);
    const args = COMMANDS[one.slice(0, -format.length - 1)]?.(format) ?? [];
    const { stdout, stderr } = await waxseal(args);
    assert.notEqual(stdout, '', `${one}: ${stderr}`);
    for (const line of (stdout + stderr).split('\n')) assert.doesNotMatch(line, HARMFUL, one);
    const again = JSON.stringify(JSON.parse(stdout));
    if (!NAMES_NOTHING.test(one)) assert.ok(again.includes(NASTY), `${one}: ${again.slice(0, 2000)}`);
  }
});
