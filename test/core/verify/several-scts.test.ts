import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { digest, importPublicKey } from '../../../core/primitives/index.js';
import type { TrustedLog, TrustedRoot, ValidityPeriod } from '../../../core/trust/index.js';
import { checkIssuance } from '../../../core/verify/certificate-checks.js';
import { TestInstance } from '../../support/instance.js';
import { issueAuthority, issueLeaf, newKey, T0, type TestKey, type TestSct } from '../../support/pki.js';

const root = issueAuthority('root');
const [first, second, brief, stranger] = [newKey(), newKey(), newKey(), newKey()];

function log(key: TestKey, validFor: ValidityPeriod = { start: 0 }): TrustedLog {
  const imported = importPublicKey(key.spki);
  assert.ok(imported);
  return { baseUrl: '', logId: digest('sha256', key.spki), key: imported, validFor };
}

const trust: TrustedRoot = {
  ...new TestInstance().trust,
  certificateAuthorities: [{ uri: '', chain: [root.certificate], validFor: { start: 0 } }],
  ctLogs: [log(first), log(second), log(brief, { start: 0, end: T0 - 1 })],
};

const good: TestSct = { log: first, time: T0 + 1 };
const alsoGood: TestSct = { log: second, time: T0 + 2 };
const wrong: TestSct = { log: second, time: T0, spoil: true };
const outside: TestSct = { log: brief, time: T0 };
const unknown: TestSct = { log: stranger, time: T0 };

async function judge(...scts: TestSct[]): Promise<string | undefined> {
  const { certificate } = issueLeaf(root, {}, { scts });
  const { sct, sctTime } = await checkIssuance(certificate, [T0 + 5], { trust });
  return sct.outcome === 'passed' ? `at ${sctTime}` : sct.reason;
}

/** Every order of two SCTs. */
const eitherWay = async (a: TestSct, b: TestSct) => [await judge(a, b), await judge(b, a)];

describe('of several SCTs', () => {
  test('the first that holds gives the time of the promise', async () => {
    assert.deepEqual(await eitherWay(good, alsoGood), [`at ${T0 + 1}`, `at ${T0 + 2}`]);
  });

  test('a wrong one makes the certificate invalid, even next to a right one', async () => {
    assert.deepEqual(await eitherWay(good, wrong), ['SCT_SIGNATURE_WRONG', 'SCT_SIGNATURE_WRONG']);
  });

  test('one with a time outside its log’s period makes the certificate invalid, even next to a right one', async () => {
    const reason = 'SCT_OUTSIDE_LOG_VALIDITY';
    assert.deepEqual(await eitherWay(good, outside), [reason, reason]);
  });

  test('one from an unknown log does not count', async () => {
    assert.deepEqual(await eitherWay(good, unknown), [`at ${T0 + 1}`, `at ${T0 + 1}`]);
    assert.equal(await judge(unknown), 'SCT_LOG_UNKNOWN');
    assert.deepEqual(await eitherWay(wrong, unknown), ['SCT_SIGNATURE_WRONG', 'SCT_SIGNATURE_WRONG']);
  });
});
