import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { verifyGitObject } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { type Issued, issueAuthority, T0, YEAR } from '../../support/pki.js';
import { commitPayload, commitWith } from '../../support/signed-commit.js';
import { issueSmime, type SmimeOptions, smimeArmor } from '../../support/smime.js';
import { buildToken, issueTsa } from '../../support/timestamp-token.js';

const { trust } = new TestInstance();
const payload = commitPayload('S/MIME\n');
const root = issueAuthority('root');
const tsa = issueTsa(root);
// The token's own time is T0 + 60.
const stamp = (signature: Uint8Array) => buildToken({ signer: tsa, data: signature });

/** A signer, valid for a year, below an authority that is valid only in this period. */
function below(notBefore: number, notAfter: number): readonly [Issued, Issued] {
  const middle = issueAuthority('middle', { issuer: root, notBefore, notAfter });
  return [issueSmime(middle), middle];
}

async function whole(
  bag: readonly [Issued, Issued],
  now: number | undefined,
  stamped: boolean,
  made: NonNullable<SmimeOptions['stamp']> = stamp,
) {
  const armor = smimeArmor(bag[0], payload, { bag, ...(stamped && { stamp: made }) });
  return verifyGitObject(commitWith(payload, armor), {
    trust,
    x509: async () => ({ given: [root.certificate], system: [], intermediates: [] }),
    ...(now !== undefined && { now }),
  });
}

async function judge(...asked: Parameters<typeof whole>) {
  const verdict = await whole(...asked);
  const reasons = verdict.checks.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []));
  return [verdict.outcome, ...reasons];
}

const PAST = ['invalid', 'chain: CHAIN_NOT_VALID_AT_TIME'];
const UNPROVEN = ['incomplete', 'time: TIME_NOT_PROVEN'];

describe('the authorities above an S/MIME signer', () => {
  test('are checked at the current date when nothing proves the time', async () => {
    const ended = below(T0 - YEAR, T0 + 500);
    assert.deepEqual(await judge(ended, T0 + 400, false), ['valid']);
    assert.deepEqual(await judge(ended, T0 + 600, false), UNPROVEN);
    const later = below(T0 + 500, T0 + YEAR);
    assert.deepEqual(await judge(later, T0 + 400, false), UNPROVEN);
    assert.deepEqual(await judge(later, T0 + 600, false), ['valid']);
  });

  test('that have expired leave the time unproven, like an expired certificate', async () => {
    const bag = below(T0 - YEAR, T0 + 500);
    assert.deepEqual(await judge(bag, T0 + 501, false), await judge(bag, T0 + 2 * YEAR, false));
    assert.deepEqual(await judge(bag, T0 + 2 * YEAR, false), UNPROVEN);
    const verdict = await whole(bag, T0 + 501, false);
    assert.equal(
      verdict.checks.find(({ name }) => name === 'time')?.detail,
      'an authority above the certificate is not valid today; nothing proves that the signature is from a time when it was',
    );
  });

  test('that were never valid together with the certificate do not hold, whatever the date is', async () => {
    for (const bag of [below(T0 - YEAR, T0 - 1), below(T0 + YEAR + 1, T0 + 2 * YEAR)])
      for (const now of [undefined, T0 - 5, T0 + 5, T0 + YEAR + 500])
        assert.deepEqual((await judge(bag, now, false)).slice(0, 2), PAST);
  });

  test('are checked at the time of the timestamp, whatever the current date is', async () => {
    assert.deepEqual(await judge(below(T0 - YEAR, T0 + 500), T0 + 600, true), ['valid']);
    assert.deepEqual(await judge(below(T0 - YEAR, T0 + 500), undefined, true), ['valid']);
    assert.deepEqual(await judge(below(T0 + 500, T0 + YEAR), T0 + 600, true), PAST);
  });

  test('are checked at the time of each timestamp, whichever comes first', async () => {
    const later = (data: Uint8Array) => buildToken({ signer: tsa, data, genTime: '20260101001000Z' });
    const both = (data: Uint8Array) => [stamp(data), later(data)];
    const reversed = (data: Uint8Array) => [later(data), stamp(data)];
    const ended = below(T0 - YEAR, T0 + 500);
    assert.deepEqual(await judge(ended, T0 + 400, true, both), PAST);
    assert.deepEqual(await judge(ended, T0 + 400, true, reversed), PAST);
    assert.deepEqual(await judge(below(T0 - YEAR, T0 + YEAR), T0 + 400, true, both), ['valid']);
  });

  test('may be valid at any moment of the certificate’s life when no date is known, and the time stays unproven', async () => {
    assert.deepEqual(await judge(below(T0 - YEAR, T0 + 500), undefined, false), UNPROVEN);
    assert.deepEqual(await judge(below(T0 + 500, T0 + YEAR), undefined, false), UNPROVEN);
  });
});
