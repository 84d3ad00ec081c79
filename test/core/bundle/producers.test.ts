import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fromBase64, fromHex, fromUtf8, utf8 } from '../../../core/encoding/index.js';
import { parseTrustedRoot } from '../../../core/trust/index.js';
import { decidingCheck, type Verdict } from '../../../core/verdict/index.js';
import { type Artifact, verifyBundle } from '../../../core/verify/index.js';
import type { BundleJson } from '../../support/bundle.js';
import { sharedDir } from '../../support/shared.js';

// Real attestations that cosign 3 verifies (their README), one of each producer.

const attestations = sharedDir('fixtures/attestations');
const publicGood = sharedDir('fixtures/trust');
const skip = attestations.skip || publicGood.skip;

const at = (name: string): Uint8Array => new Uint8Array(readFileSync(join(attestations.dir, name)));
const trustText = (name: string) =>
  name.startsWith('github-immutable')
    ? fromUtf8(at('github-trusted_root.json'))
    : readFileSync(join(publicGood.dir, 'public-good-trusted_root.json'), 'utf8');
const trustOf = (name: string) => parseTrustedRoot(trustText(name));

/** What the bundle says it is about: a subject of its statement, or its message digest. */
function subjectOf({ dsseEnvelope, messageSignature }: BundleJson): Artifact {
  if (!dsseEnvelope)
    return { algorithm: 'sha256', digest: fromBase64(messageSignature.messageDigest.digest) };
  const { subject } = JSON.parse(fromUtf8(fromBase64(dsseEnvelope.payload)));
  const digests: Record<string, string>[] = subject.map(({ digest }: BundleJson) => digest);
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const hex = digests.find((digest) => algorithm in digest)?.[algorithm];
    if (hex !== undefined) return { algorithm, digest: fromHex(hex) };
  }
  throw new Error('no subject with a digest');
}

function judge(name: string, trust = trustOf(name)): Promise<Verdict> {
  const bundle = at(name);
  return verifyBundle({ bundle, artifact: subjectOf(JSON.parse(fromUtf8(bundle))) }, { trust });
}

const SOUND = [
  'github-public-npm.sigstore.json',
  'github-reusable-workflow.sigstore.json',
  'github-custom-issuer.sigstore.json',
  'github-immutable-release.sigstore.json',
  'npm-provenance-with-root.sigstore.json',
  'pypi-wheel.sigstore',
  'conda.sigstore.json',
  'slsa-generator-container-v1.7.0.sigstore',
  'slsa-generator-v0.3.sigstore',
  'bazel-registry.intoto.jsonl',
];

describe('what real producers signed', { skip }, () => {
  for (const name of SOUND)
    test(`${name} holds`, async () => {
      const verdict = await judge(name);
      assert.equal(verdict.outcome, 'valid', JSON.stringify(decidingCheck(verdict.checks)));
    });

  test('GitHub’s release names its host and no issuer, and takes its time from the timestamp', async () => {
    const { signer, signedAt, checks } = await judge('github-immutable-release.sigstore.json');
    assert.deepEqual([signer?.subject, signer?.issuer], ['https://dotcom.releases.github.com', '']);
    assert.equal(signedAt?.source, 'timestamp');
    const open = checks.filter(({ outcome }) => outcome !== 'passed');
    assert.deepEqual(
      open.map(({ name, reason }) => `${name} ${reason}`),
      ['sct NOT_REQUIRED', 'log-entry NOT_REQUIRED'],
    );
  });

  test('GitHub’s release does not hold with the public root, nor with GitHub’s root without timestamp authorities', async () => {
    const name = 'github-immutable-release.sigstore.json';
    assert.equal((await judge(name, trustOf('conda.sigstore.json'))).outcome, 'incomplete');
    const withoutTimes = { ...trustOf(name), timestampAuthorities: [] };
    assert.equal((await judge(name, withoutTimes)).outcome, 'incomplete');
  });

  test('both kinds hold with the two trusted roots that gh writes, one on each line, and no more is waived', async () => {
    const lines = ['github-immutable-release', 'conda.sigstore.json'].map((name) => trustText(name));
    const both = parseTrustedRoot(lines.map((text) => `${JSON.stringify(JSON.parse(text))}\n`).join(''));
    for (const name of ['github-immutable-release.sigstore.json', 'conda.sigstore.json'])
      assert.equal((await judge(name, both)).outcome, 'valid', name);
    const { mediaType, ...rest } = JSON.parse(fromUtf8(at('conda.sigstore.json')));
    const material = { ...rest.verificationMaterial, tlogEntries: [] };
    const unlogged = utf8(JSON.stringify({ mediaType, ...rest, verificationMaterial: material }));
    const verdict = await verifyBundle({ bundle: unlogged, artifact: subjectOf(rest) }, { trust: both });
    assert.equal(verdict.outcome, 'incomplete');
  });
});
