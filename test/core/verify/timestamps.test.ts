import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCertificate } from '../../../core/certificate/index.js';
import { der, utf8 } from '../../../core/encoding/index.js';
import type { TrustedRoot } from '../../../core/trust/index.js';
import type { Check } from '../../../core/verdict/verdict.js';
import { type Evidence, judgeEvidence } from '../../../core/verify/evidence.js';
import type { LogFindings } from '../../../core/verify/log-findings.js';
import type { VerifyOptions } from '../../../core/verify/options.js';
import { checkTime, checkTimestamps, type ProvenTime, signedAt } from '../../../core/verify/signing-time.js';
import { TestInstance } from '../../support/instance.js';
import { issueAuthority, T0 } from '../../support/pki.js';
import { buildToken, issueTsa, type TokenOptions } from '../../support/timestamp-token.js';

const instance = new TestInstance(T0 - 2000);
const root = issueAuthority('tsa root');
const tsa = issueTsa(root);
const signature = utf8('the signature');
const STAMPED = T0 + 60;
const authority = { uri: 'https://tsa.test', chain: [root.certificate], validFor: { start: 0 } };
const trust: TrustedRoot = { ...instance.trust, timestampAuthorities: [authority] };
const token = (options: Partial<TokenOptions> = {}) =>
  buildToken({ signer: tsa, data: signature, ...options });

const good = token();
const stranger = token({ signer: issueTsa(issueAuthority('stranger')) });
const unknownHash = token({ imprintHash: '1.2.3.4' });
const ofOther = token({ data: utf8('another') });
const damaged = utf8('not a token');
const spoiled = token({ spoilSignature: true });

function said({ name, outcome, reason }: Check): string {
  return [name, outcome, ...(reason ? [reason] : [])].join(' ');
}

async function stamped(...tokens: Uint8Array[]): Promise<string[]> {
  return (await checkTimestamps(tokens, signature, { trust })).checks.map(said);
}

describe('a timestamp', () => {
  test('that holds proves its time with its stated accuracy, and names its authority', async () => {
    const { checks, times } = await checkTimestamps([good], signature, { trust });
    assert.deepEqual(times, [{ source: 'timestamp', time: STAMPED, accuracy: 1 }]);
    assert.deepEqual(checks, [
      { name: 'timestamp', outcome: 'passed', detail: '2026-01-01T00:01:00Z by https://tsa.test' },
    ]);
    const nameless = { ...trust, timestampAuthorities: [{ ...authority, uri: '' }] };
    const unnamed = await checkTimestamps([good], signature, { trust: nameless });
    assert.equal(unnamed.checks[0]?.detail, '2026-01-01T00:01:00Z by a trusted authority');
    assert.deepEqual(await checkTimestamps([], signature, { trust }), { checks: [], times: [] });
  });

  for (const [what, one, reason, stray] of [
    ['of a stranger', stranger, 'not-made TIMESTAMP_AUTHORITY_UNKNOWN', true],
    ['with a hash that is not known', unknownHash, 'not-made ALGORITHM_NOT_SUPPORTED', true],
    ['of something else', ofOther, 'failed TIMESTAMP_IMPRINT_MISMATCH', true],
    ['that is no token', damaged, 'failed TIMESTAMP_MALFORMED', false],
    ['that the authority did not sign', spoiled, 'failed TIMESTAMP_SIGNATURE_WRONG', false],
  ] as const)
    test(`${what} is reported as such, and next to one that holds it ${stray ? 'does not count' : 'stays an error'}`, async () => {
      const own = `timestamp ${reason}`;
      assert.deepEqual(await stamped(one), [own]);
      assert.deepEqual(await stamped(one, one), [own, own]);
      assert.deepEqual(await stamped(one, good), stray ? ['timestamp passed'] : [own, 'timestamp passed']);
      assert.deepEqual(await stamped(good, one), stray ? ['timestamp passed'] : ['timestamp passed', own]);
      assert.deepEqual((await checkTimestamps([one], signature, { trust })).times, []);
    });

  test('is checked once when a cache is given', async () => {
    const cache = new Map();
    await checkTimestamps([good], signature, { trust, cache });
    assert.notEqual(cache.size, 0);
  });
});

describe('the time that is shown', () => {
  const rekor: ProvenTime = { source: 'rekor', time: 1, accuracy: 0 };
  const stamp: ProvenTime = { source: 'timestamp', time: 2, accuracy: 0 };

  test('is the log’s, else a timestamp’s, else the SCT’s, else the claimed one', () => {
    assert.deepEqual(signedAt([stamp, rekor], 3, 4), { time: 1, source: 'rekor' });
    assert.deepEqual(signedAt([stamp], 3, 4), { time: 2, source: 'timestamp' });
    assert.deepEqual(signedAt([], 0, 4), { time: 0, source: 'sct' });
    assert.deepEqual(signedAt([], undefined, 4), { time: 4, source: 'unproven' });
    assert.deepEqual(signedAt([], undefined, 0), { time: 0, source: 'unproven' });
    assert.equal(signedAt([], undefined, undefined), undefined);
  });

  test('is compared with the certificate’s life, and the detail says whether it is too early or too late', () => {
    const certificate = parseCertificate(instance.sign(utf8('x')).certificate);
    const { notBefore, notAfter } = certificate;
    const at = (time: number) => checkTime(certificate, [{ source: 'rekor', time, accuracy: 0 }]);
    assert.match(at(notBefore - 1).detail, / is before the certificate\u2019s life began \(/);
    assert.match(at(notAfter + 1).detail, / is after the certificate had expired \(/);
    assert.deepEqual([said(at(notBefore)), said(at(notAfter))], ['time passed', 'time passed']);
    assert.equal(said(at(notAfter + 1)), 'time failed TIME_OUTSIDE_CERTIFICATE');
    assert.equal(said(checkTime(certificate, [])), 'time not-made TIME_NOT_PROVEN');
    assert.equal(said(checkTime(undefined, [rekor])), 'time passed');
    assert.match(checkTime(undefined, [rekor]).detail, /a public key does not expire/);
  });
});

describe('evidence', () => {
  const own: Check = { name: 'signature', outcome: 'passed', detail: '' };
  const made = instance.sign(utf8('x'), { notBefore: T0 });
  const certificate = parseCertificate(made.certificate);
  const SIGNED = T0 + 5;
  const rekor: ProvenTime = { source: 'rekor', time: SIGNED, accuracy: 0 };
  const fact = { log: 'https://rekor.test', index: 7, integratedTime: SIGNED, inclusion: 'proven' } as const;
  const logged: LogFindings = { checks: [{ ...own, name: 'set' }], times: [rekor], fact };
  const untimed: LogFindings = { ...logged, times: [], untimed: [made.logEntry] };
  const judge = (
    evidence: Partial<Evidence> = {},
    log: LogFindings = logged,
    more: Partial<VerifyOptions> = {},
  ) =>
    judgeEvidence(
      { certificate, signature, timestampTokens: [], checks: [own], ...evidence },
      Promise.resolve(log),
      { trust, ...more },
    );
  const bare = (evidence: Partial<Evidence> = {}, log = logged, more: Partial<VerifyOptions> = {}) => {
    return judgeEvidence(
      { signature, timestampTokens: [], checks: [own], ...evidence },
      Promise.resolve(log),
      { trust, ...more },
    );
  };

  test('for a certificate has the checks of the signature, of the certificate, of the log and of the time', async () => {
    const { outcome, checks, signer, signedAt: at, logEntry } = await judge();
    assert.deepEqual(
      [outcome, ...checks.map(({ name }) => name)],
      ['valid', 'signature', 'certificate', 'chain', 'sct', 'set', 'time'],
    );
    assert.equal(signer?.subject, 'dev@example.test');
    assert.deepEqual(at, { time: SIGNED, source: 'rekor' });
    assert.equal(logEntry, fact);
  });

  test('for a bare key has no certificate, and requires everything that the public-good instance provides', async () => {
    const finding = await bare();
    assert.deepEqual(
      [finding.outcome, ...finding.checks.map(({ name }) => name)],
      ['valid', 'signature', 'set', 'time'],
    );
    assert.ok(!('signer' in finding));
    const gap: Check = { name: 'log-entry', outcome: 'not-made', reason: 'LOG_ENTRY_MISSING', detail: '' };
    const missing = await bare({ timestampTokens: [good] }, { checks: [gap], times: [] });
    assert.equal(missing.outcome, 'incomplete');
  });

  test('takes the time from log and timestamps, and checks the certificate at both', async () => {
    const late = (signer = tsa) => token({ signer, genTime: '20260101010000Z' });
    const found = await judge({ timestampTokens: [late()] });
    assert.equal(found.outcome, 'invalid');
    assert.ok(found.checks.map(said).includes('time failed TIME_OUTSIDE_CERTIFICATE'));
    assert.ok(found.checks.map(said).includes('chain failed CHAIN_NOT_VALID_AT_TIME'));
    const both = await judge({ timestampTokens: [good] });
    assert.deepEqual([both.outcome, both.signedAt?.source], ['valid', 'rekor']);
    const stampedAlone = await judge({ timestampTokens: [good] }, { checks: [own], times: [] });
    assert.deepEqual(stampedAlone.signedAt, { time: STAMPED, source: 'timestamp' });
  });

  test('without a proven time shows the SCT’s time if it holds, else the signer’s claim', async () => {
    const none: LogFindings = { checks: [], times: [] };
    const claimedTime = T0 + 9;
    assert.deepEqual((await judge({ claimedTime }, none)).signedAt, { time: T0, source: 'sct' });
    const forged = parseCertificate(
      instance.sign(utf8('x'), { notBefore: T0, sctKey: instance.keys.rekor }).certificate,
    );
    assert.deepEqual((await judge({ certificate: forged, claimedTime }, none)).signedAt, {
      time: claimedTime,
      source: 'unproven',
    });
    const waived = await judge({ claimedTime }, none, { waive: ['sct'] });
    assert.deepEqual(waived.signedAt, { time: claimedTime, source: 'unproven' });
    assert.ok(!('signedAt' in (await judge({ certificate: forged }, none))));
  });

  test('whose log a flag takes away says nothing about times and entries', async () => {
    const waive = ['log'] as const;
    const finding = await judge({}, logged, { waive });
    assert.ok(!('logEntry' in finding));
    assert.equal(finding.outcome, 'incomplete');
    const life = { ...certificate, notAfter: T0 + 1 };
    const short = await judge({ certificate: life, timestampTokens: [] }, logged, { waive });
    assert.ok(!short.checks.map(said).includes('chain failed CHAIN_NOT_VALID_AT_TIME'));
  });

  test('for a bare key needs no time when a flag took the log away', async () => {
    const waive = ['log'] as const;
    const timeless = await bare({}, logged, { waive });
    assert.deepEqual(
      [timeless.outcome, ...timeless.checks.map(said)],
      ['valid', 'signature passed', 'log-entry not-made CHECK_WAIVED', 'time not-made CHECK_WAIVED'],
    );
    const withStamp = await bare({ timestampTokens: [good] }, logged, { waive });
    assert.ok(withStamp.checks.map(said).includes('time passed'));
    const none: LogFindings = { checks: [own], times: [] };
    assert.ok((await bare({}, none)).checks.map(said).includes('time not-made TIME_NOT_PROVEN'));
    assert.ok((await judge({}, none, { waive })).checks.map(said).includes('time not-made TIME_NOT_PROVEN'));
  });

  test('from a log that was no longer trusted at the timestamp’s time is wrong, and proves no entry', async () => {
    const ended: TrustedRoot = {
      ...trust,
      logs: trust.logs.map((log) => ({ ...log, validFor: { start: 0, end: STAMPED - 1 } })),
    };
    const finding = await judge({ timestampTokens: [good] }, untimed, { trust: ended });
    assert.ok(finding.checks.map(said).includes('log-entry failed LOG_OUTSIDE_VALIDITY'));
    assert.deepEqual(finding.logEntry, { ...fact, inclusion: 'not-checked' });
    const trusted = await judge({ timestampTokens: [good] }, untimed);
    assert.deepEqual([trusted.outcome, trusted.logEntry], ['valid', fact]);
  });

  test('with a certificate that names no signer has no signer, and is invalid', async () => {
    const nameless = parseCertificate(instance.sign(utf8('x'), { notBefore: T0, names: [] }).certificate);
    const finding = await judge({ certificate: nameless });
    assert.deepEqual([finding.outcome, 'signer' in finding], ['invalid', false]);
  });
});

test('a token without an accuracy is exact to the second', async () => {
  const exact = token({ tstTail: [der.integer(42)] });
  const { times } = await checkTimestamps([exact], signature, { trust });
  assert.deepEqual(times, [{ source: 'timestamp', time: STAMPED, accuracy: 0 }]);
});
