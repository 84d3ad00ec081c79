import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { allowsSigner, policyOfFlags } from '../../../core/signer-policy/index.js';
import { parseTrustedRoot, type TrustedRoot } from '../../../core/trust/index.js';
import { decidingCheck, holds, type Verdict, withSignerDecision } from '../../../core/verdict/index.js';
import { type VerifyOptions, verifyBundle } from '../../../core/verify/index.js';
import { generalName } from '../../sandbox/pki.js';
import {
  type BundleJson,
  type BundleOptions,
  bundleBytes,
  makeBundle,
  statementAbout,
} from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const artifact = utf8('an artifact\n');
const stampedAt = instance.start + 1002;
const ALLOWED = { decision: 'allowed', detail: 'the command line' } as const;

/** The instance's trusted root with the changes that its owner may make. */
function owned(requires: readonly string[], more: Record<string, unknown> = {}): TrustedRoot {
  const json = JSON.parse(instance.trustJson);
  json.certificateAuthorities[0].profile = { name: 'acme', requires };
  return parseTrustedRoot(JSON.stringify({ ...json, ...more }), 'user');
}

const STAMPED = owned(['timestamp']);
const BARE: BundleOptions = { withSct: false, issuer: '', stampedAt };

function judge(
  options: BundleOptions,
  how: Partial<VerifyOptions> = {},
  change: (json: BundleJson) => void = () => undefined,
): Promise<Verdict> {
  const { json, publicKey } = makeBundle(instance, artifact, options);
  change(json);
  const key = options.bareKey ? { publicKey } : {};
  return verifyBundle({ bundle: bundleBytes(json), artifact, ...key }, { trust: instance.trust, ...how });
}

const withoutLog = (json: BundleJson): void => {
  json['verificationMaterial'].tlogEntries = [];
};
const reasons = ({ checks }: Verdict): string[] =>
  checks.flatMap(({ name, reason }) => (reason ? [`${name} ${reason}`] : []));

describe('an authority whose profile requires only a timestamp', () => {
  test('needs no SCT, log or issuer; the skipped checks are shown', async () => {
    const verdict = await judge(BARE, { trust: STAMPED }, withoutLog);
    assert.equal(verdict.outcome, 'valid', JSON.stringify(decidingCheck(verdict.checks)));
    assert.deepEqual(reasons(verdict), ['sct NOT_REQUIRED', 'log-entry NOT_REQUIRED']);
    assert.equal(verdict.signer?.issuer, '');
    assert.deepEqual(verdict.signedAt, { time: stampedAt, source: 'timestamp' });
    assert.equal(withSignerDecision(verdict, ALLOWED).outcome, 'verified');
    assert.equal(holds(verdict, true), true);
  });

  test('verifies a workflow of a private repository: its issuer is stated, and can be required', async () => {
    const uri = 'https://github.com/octo/private/.github/workflows/release.yml@refs/heads/main';
    const issuer = 'https://token.actions.githubusercontent.com';
    const options = { ...BARE, issuer, names: [generalName.uri(uri)], payload: statementAbout(artifact) };
    const verdict = await judge(options, { trust: STAMPED }, withoutLog);
    assert.equal(verdict.outcome, 'valid', JSON.stringify(decidingCheck(verdict.checks)));
    assert.deepEqual([verdict.signer?.subject, verdict.signer?.issuer], [uri, issuer]);
    const said = async (issuerRegexp: string) => {
      const policy = await policyOfFlags({ identity: uri, issuerRegexp });
      return verdict.signer && policy && allowsSigner(policy, verdict.signer).decision;
    };
    assert.deepEqual([await said('.*'), await said('^$')], ['allowed', 'refused']);
    const plain = await judge(options, {}, withoutLog);
    assert.equal(plain.outcome, 'incomplete', 'the public-good profile asks for a log and an SCT');
  });

  test('needs that timestamp, even when the log proves the time', async () => {
    const { stampedAt: _, ...unstamped } = BARE;
    const verdict = await judge(unstamped, { trust: STAMPED });
    assert.equal(verdict.outcome, 'incomplete');
    assert.equal(decidingCheck(verdict.checks)?.reason, 'TIMESTAMP_MISSING');
  });

  test('needs it from a known authority', async () => {
    const trust = { ...STAMPED, timestampAuthorities: [] };
    const verdict = await judge(BARE, { trust });
    assert.equal(verdict.outcome, 'incomplete');
    assert.equal(decidingCheck(verdict.checks)?.reason, 'TIMESTAMP_AUTHORITY_UNKNOWN');
  });

  test('uses an SCT and a log entry that hold, and ignores an unknown log', async () => {
    const sound = await judge({ stampedAt }, { trust: STAMPED });
    assert.deepEqual(reasons(sound), []);
    const trust = owned(['timestamp'], { tlogs: [], ctlogs: [] });
    const verdict = await judge({ stampedAt }, { trust });
    assert.deepEqual(
      [verdict.outcome, reasons(verdict)],
      ['valid', ['sct NOT_REQUIRED', 'log-entry NOT_REQUIRED']],
    );
    assert.equal(verdict.logEntry, undefined);
    assert.equal(verdict.signedAt?.source, 'timestamp');
  });

  test('does not excuse evidence that is present and wrong', async () => {
    const other = makeBundle(instance, artifact).json['verificationMaterial'].tlogEntries;
    const wrongEntry = await judge(BARE, { trust: STAMPED }, (json) => {
      json['verificationMaterial'].tlogEntries = other;
    });
    assert.equal(wrongEntry.outcome, 'invalid');
    const wrongSct = await judge({ stampedAt, sctKey: instance.keys.rekor }, { trust: STAMPED });
    assert.equal(decidingCheck(wrongSct.checks)?.reason, 'SCT_SIGNATURE_WRONG');
    const late = await judge({ ...BARE, stampedAt: instance.start + 9000 }, { trust: STAMPED }, withoutLog);
    assert.equal(late.outcome, 'invalid');
  });
});

describe('without a profile', () => {
  test('lists that the trusted root leaves out waive nothing', async () => {
    for (const left of [{ tlogs: [] }, { ctlogs: [] }, { tlogs: [], ctlogs: [] }]) {
      const trust = parseTrustedRoot(JSON.stringify({ ...JSON.parse(instance.trustJson), ...left }), 'user');
      assert.equal((await judge({ stampedAt }, { trust })).outcome, 'incomplete');
      assert.equal((await judge(BARE, { trust }, withoutLog)).outcome, 'incomplete');
    }
  });

  test('a missing issuer is a gap, not an error, and no identity is invented', async () => {
    const verdict = await judge({ issuer: '' });
    assert.equal(verdict.outcome, 'incomplete');
    assert.deepEqual(reasons(verdict), ['certificate CERTIFICATE_ISSUER_MISSING']);
    assert.equal(verdict.signer?.issuer, '');
  });

  test('a profile that requires only a log still needs the proven time and the entry', async () => {
    const trust = owned(['log']);
    assert.equal((await judge({ withSct: false, issuer: '' }, { trust })).outcome, 'valid');
    assert.equal(
      (await judge({ withSct: false, issuer: '', stampedAt }, { trust }, withoutLog)).outcome,
      'incomplete',
    );
    const v2 = { withSct: false, issuer: '', as: 'hashedrekord 0.0.2' } as const;
    assert.equal(decidingCheck((await judge(v2, { trust })).checks)?.reason, 'TIME_NOT_PROVEN');
  });
});

describe('a flag that takes a check away', () => {
  test('shows it as not made and leaves the outcome valid at most; it holds only for a signer who is named', async () => {
    for (const [waive, name] of [
      [['log'], 'log-entry'],
      [['sct'], 'sct'],
    ] as const) {
      const verdict = await judge({ stampedAt }, { waive });
      assert.equal(verdict.outcome, 'valid');
      assert.deepEqual(reasons(verdict), [`${name} CHECK_WAIVED`]);
      assert.equal(holds(verdict, true), false);
      const allowed = withSignerDecision(verdict, ALLOWED);
      assert.equal(allowed.outcome, 'valid');
      assert.equal(holds(allowed), true);
      const refused = withSignerDecision(verdict, { decision: 'refused', detail: 'another' });
      assert.deepEqual([refused.outcome, holds(refused, true)], ['refused', false]);
    }
  });

  test('takes the log’s time away together with the log: then a certificate needs a timestamp', async () => {
    const verdict = await judge({}, { waive: ['log'] });
    assert.equal(verdict.outcome, 'incomplete');
    assert.equal(decidingCheck(verdict.checks)?.reason, 'TIME_NOT_PROVEN');
    assert.equal(verdict.logEntry, undefined);
  });

  test('with a bare key needs no time, because a bare key does not expire', async () => {
    const verdict = await judge({ bareKey: true }, { waive: ['log'] }, withoutLog);
    assert.equal(verdict.outcome, 'valid');
    assert.deepEqual(reasons(verdict), ['log-entry CHECK_WAIVED', 'time CHECK_WAIVED']);
    assert.equal((await judge({ bareKey: true }, {}, withoutLog)).outcome, 'incomplete');
  });

  test('does not make wrong evidence right', async () => {
    const verdict = await judge({ stampedAt, sctKey: instance.keys.rekor }, { waive: ['sct', 'log'] });
    assert.equal(verdict.outcome, 'invalid');
    const entry = await judge({ stampedAt }, { waive: ['log'] }, (json) => {
      json['verificationMaterial'].tlogEntries[0].inclusionPromise.signedEntryTimestamp = 'AAAA';
    });
    assert.equal(decidingCheck(entry.checks)?.reason, 'SET_WRONG');
  });

  test('takes only its own check away: the others are still required', async () => {
    assert.equal((await judge(BARE, { waive: ['log'] }, withoutLog)).outcome, 'incomplete');
    assert.equal(
      (await judge({ ...BARE, issuer: 'https://issuer.example.test' }, { waive: ['sct'] }, withoutLog))
        .outcome,
      'incomplete',
    );
  });
});

test('that requires a timestamp takes nothing away', async () => {
  assert.equal(
    decidingCheck((await judge({}, { demandTimestamp: true })).checks)?.reason,
    'TIMESTAMP_MISSING',
  );
  const verdict = await judge({ stampedAt }, { demandTimestamp: true });
  assert.deepEqual([verdict.outcome, reasons(verdict)], ['valid', []]);
  assert.equal(withSignerDecision(verdict, ALLOWED).outcome, 'verified');
});
