import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodePem, toHex } from '../../core/encoding/index.js';
import { encodeArmor } from '../../core/signature/index.js';
import type { Outcome, Verdict } from '../../core/verdict/index.js';
import { verifyGitObject } from '../../core/verify/index.js';
import { TestInstance } from '../support/instance.js';
import { commitPayload, commitWith, signedCommit } from '../support/signed-commit.js';

const instance = new TestInstance();
const { trust } = instance;
const cache = new Map();

const MASKS: readonly [string, (index: number) => number][] = [
  ['its lowest bit', () => 0x01],
  ['a bit that differs from byte to byte', (index) => 1 << (index % 8)],
];

function mustNotPass(verdict: Verdict, what: string): Outcome {
  assert.ok(verdict.outcome !== 'valid' && verdict.outcome !== 'verified', `${what}: ${verdict.outcome}`);
  if (verdict.outcome !== 'unsigned') {
    assert.ok(
      verdict.checks.some((check) => check.outcome !== 'passed' && check.reason),
      `${what}: no reason code`,
    );
  }
  return verdict.outcome;
}

/** Except for unsigned attributes and unused bits of base64, no change in a signed commit may stay unnoticed. */
describe('flipping each byte of a signed commit', () => {
  const object = signedCommit(instance);

  for (const [which, maskAt] of MASKS) {
    test(`in ${which} never leaves it valid, and always gives a reason`, async () => {
      const seen = new Map<Outcome, number>();
      await Promise.all(
        Array.from(object.raw, async (octet, i) => {
          const raw = object.raw.slice();
          raw[i] = octet ^ maskAt(i);
          const outcome = mustNotPass(
            await verifyGitObject({ ...object, raw }, { trust, cache }),
            `byte ${i}`,
          );
          seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        }),
      );
      assert.ok((seen.get('invalid') ?? 0) > object.raw.length / 2, JSON.stringify([...seen]));
    });
  }
});

describe('flipping each byte of the DER inside the armor', () => {
  const payload = commitPayload();
  const { armor } = instance.sign(payload);
  const cms = decodePem('SIGNED MESSAGE', armor);

  test('never leaves it valid: every field of the CMS, certificate, SCT, SET, proof and checkpoint counts', async () => {
    await Promise.all(
      Array.from(cms, async (octet, i) => {
        const altered = cms.slice();
        altered[i] = octet ^ (1 << (i % 8));
        const verdict = await verifyGitObject(commitWith(payload, encodeArmor(altered)), { trust, cache });
        mustNotPass(verdict, `byte ${i} of ${toHex(cms.subarray(Math.max(0, i - 4), i + 5))}`);
      }),
    );
  });

  test('truncating it anywhere never leaves it valid', async () => {
    await Promise.all(
      Array.from({ length: cms.length }, async (_, length) => {
        const verdict = await verifyGitObject(commitWith(payload, encodeArmor(cms.subarray(0, length))), {
          trust,
          cache,
        });
        mustNotPass(verdict, `length ${length}`);
      }),
    );
  });
});
