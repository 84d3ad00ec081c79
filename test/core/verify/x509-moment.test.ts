import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { verifyGitObject } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { type Issued, issueAuthority, T0, YEAR } from '../../support/pki.js';
import { commitPayload, commitWith } from '../../support/signed-commit.js';
import { issueSmime, smimeArmor } from '../../support/smime.js';
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

async function judge(bag: readonly [Issued, Issued], now: number | undefined, stamped: boolean) {
  const armor = smimeArmor(bag[0], payload, { bag, ...(stamped && { stamp }) });
  const verdict = await verifyGitObject(commitWith(payload, armor), {
    trust,
    x509: async () => ({ given: [root.certificate], system: [], intermediates: [] }),
    ...(now !== undefined && { now }),
  });
  const reasons = verdict.checks.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []));
  return [verdict.outcome, ...reasons];
}

const PAST = ['invalid', 'chain: CHAIN_NOT_VALID_AT_TIME'];

describe('the authorities above an S/MIME signer', () => {
  test('are checked at the current date when nothing proves the time', async () => {
    const ended = below(T0 - YEAR, T0 + 500);
    assert.deepEqual(await judge(ended, T0 + 400, false), ['valid']);
    assert.deepEqual(await judge(ended, T0 + 600, false), PAST);
    const later = below(T0 + 500, T0 + YEAR);
    assert.deepEqual(await judge(later, T0 + 400, false), PAST);
    assert.deepEqual(await judge(later, T0 + 600, false), ['valid']);
  });

  test('are checked at the time of the timestamp, whatever the current date is', async () => {
    assert.deepEqual(await judge(below(T0 - YEAR, T0 + 500), T0 + 600, true), ['valid']);
    assert.deepEqual(await judge(below(T0 - YEAR, T0 + 500), undefined, true), ['valid']);
    assert.deepEqual(await judge(below(T0 + 500, T0 + YEAR), T0 + 600, true), PAST);
  });

  test('are checked at the certificate’s start when no date is known, and the time stays unproven', async () => {
    const unproven = ['incomplete', 'time: TIME_NOT_PROVEN'];
    assert.deepEqual(await judge(below(T0 - YEAR, T0 + 500), undefined, false), unproven);
    const later = await judge(below(T0 + 500, T0 + YEAR), undefined, false);
    assert.deepEqual(later, [...PAST, 'time: TIME_NOT_PROVEN']);
  });
});
