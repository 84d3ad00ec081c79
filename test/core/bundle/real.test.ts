import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseStatement } from '../../../core/attestation/index.js';
import { type MessageDigest, parseBundle } from '../../../core/bundle/index.js';
import { fromHex } from '../../../core/encoding/index.js';
import { parseTrustedRoot } from '../../../core/trust/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { verifyBundle } from '../../../core/verify/index.js';
import { sharedDir } from '../../support/shared.js';

const attestations = sharedDir('fixtures/attestations');
const publicGood = sharedDir('fixtures/trust');
const skip = attestations.skip || publicGood.skip;

/** Signatures of the public-good instance that cosign verifies offline (README.md of the folder). */
const GENUINE = [
  'npm-provenance-with-root.sigstore.json',
  'slsa-generator-container-v1.7.0.sigstore',
  'slsa-generator-v0.3.sigstore',
  'github-public-npm.sigstore.json',
  'github-reusable-workflow.sigstore.json',
  'github-custom-issuer.sigstore.json',
  'conda.sigstore.json',
];

/** A digest of the first subject: each attestation is verified for it. */
function firstSubject(bundle: Uint8Array): MessageDigest {
  const { content } = parseBundle(bundle);
  assert.equal(content.kind, 'dsse');
  const [subject] = parseStatement(content.payload).subjects;
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const hex = subject?.digests.get(algorithm);
    if (hex !== undefined) return { algorithm, digest: fromHex(hex) };
  }
  throw new Error('a subject without a digest that can be asked for');
}

async function judge(name: string): Promise<Verdict> {
  const bundle = new Uint8Array(readFileSync(join(attestations.dir, name)));
  const root = readFileSync(join(publicGood.dir, 'public-good-trusted_root.json'), 'utf8');
  return verifyBundle({ bundle, artifact: firstSubject(bundle) }, { trust: parseTrustedRoot(root) });
}

describe('a genuine attestation', { skip }, () => {
  for (const name of GENUINE)
    test(`${name} holds`, async () => {
      const { outcome, checks } = await judge(name);
      assert.equal(outcome, 'valid', JSON.stringify(checks.filter((check) => check.outcome !== 'passed')));
    });
});
