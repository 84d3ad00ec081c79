import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { answerOf } from '../../core/finding/index.js';
import { PolicyError } from '../../core/signer-policy/index.js';
import { ImageSession, verifyImage, verifyImageAttestation } from '../../inspect/image/index.js';
import { type CosignCase, cosignCases, cosignLine, requirementsOf } from '../support/cosign-cases.js';
import { DumpSource, NotThere } from '../support/image-dump.js';
import { sharedDir } from '../support/shared.js';

const { dir, skip } = sharedDir('fixtures/images');
const NOW = Date.UTC(2026, 10, 28) / 1000;

/** Where we answer otherwise than cosign did, and why. */
const OTHERWISE: readonly (readonly [ids: RegExp, ours: 'accepts' | 'refuses', why: string])[] = [
  [
    /^(kb\.default\.att-only-spdx|att3\.verify|kb\.default\.att-slsa1)$/,
    'refuses',
    'an attestation alone is no signature of the image',
  ],
  [/^mix\.lg-bb$/, 'accepts', 'a bad bundle hides no good signature under a tag'],
  [/^flag\.recursive$/, 'accepts', '-r verifies the index and each of its images'],
  [
    /^att\.spdx-string\.(spdx|spdxjson)$/,
    'accepts',
    'cosign 3.1.1 cannot read a bare text, cosign 2.5.0 can: one image, one answer',
  ],
  [/^v3\.verify$/, 'accepts', 'cosign 2.5.0 does not see bundles, cosign 3.1.1 does: one image, one answer'],
  [
    /\.policy\.ok\.(cue|rego)$/,
    'refuses',
    'a policy in CUE or Rego is not evaluated here, and what was not evaluated is no yes',
  ],
];

const QUESTIONS = ['verify', 'verify-attestation'];

/** Whether we accept what the run was about. What cannot be asked is not accepted. */
async function accepts(one: CosignCase): Promise<boolean> {
  const line = cosignLine(one.args.slice(1));
  const { flags, operands } = line;
  const [name] = operands;
  const named = flags.has('--certificate-identity') || flags.has('--certificate-identity-regexp');
  // The command refuses these; a question cannot be asked in this way.
  if (name === undefined || (flags.has('--key') && named) || flags.has('--policy')) return false;
  const session = new ImageSession(
    ({ repository }) => new DumpSource(join(dir, 'store'), repository, one.registry === 'referrers'),
  );
  try {
    const requirements = await requirementsOf(one, line, join(dir, 'pki'), NOW);
    if (requirements.keys.length === 0 && !requirements.policy) return false;
    const place = { requirements, tagPrefix: flags.get('--attachment-tag-prefix') };
    const items =
      one.args[0] === 'verify'
        ? await verifyImage(session, name, { ...place, recursive: flags.has('-r') })
        : [await verifyImageAttestation(session, name, { ...place, type: flags.get('--type') })];
    return items.every((item) => answerOf(item) === 'holds');
  } catch (error) {
    if (error instanceof NotThere || error instanceof PolicyError) return false;
    throw error;
  }
}

describe('what cosign recorded', { skip }, () => {
  const rows = skip === false ? cosignCases(dir).filter(({ args }) => QUESTIONS.includes(args[0] ?? '')) : [];

  test('is there: 278 verifications of images and attestations', () => {
    assert.equal(rows.length, 278);
  });

  for (const one of rows) {
    const other = OTHERWISE.find(([ids]) => ids.test(one.id));
    const title = `${one.id} with ${one.cosign}, ${one.registry}`;
    test(`${title}: ${other ? `${other[1]}, because ${other[2]}` : 'the same answer'}`, async () => {
      assert.equal(await accepts(one), other ? other[1] === 'accepts' : one.rc === 0);
    });
  }

  test('differs from our answer in every line of the table', () => {
    for (const [ids, ours] of OTHERWISE)
      assert.ok(
        rows.some(({ id, rc }) => ids.test(id) && (rc === 0) !== (ours === 'accepts')),
        String(ids),
      );
  });
});
