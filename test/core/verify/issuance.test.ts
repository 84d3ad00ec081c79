import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCertificate } from '../../../core/certificate/index.js';
import { toHex, utf8 } from '../../../core/encoding/index.js';
import type { Profile, TrustedRoot } from '../../../core/trust/index.js';
import type { Check } from '../../../core/verdict/verdict.js';
import { checkCertificate, checkIssuance } from '../../../core/verify/certificate-checks.js';
import { type SignOptions, TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const { trust, start } = instance;
const ISSUED = start + 1000;
const ACME: Profile = { name: 'acme', requires: ['timestamp'] };
const certificateOf = (options: SignOptions = {}, from = instance) =>
  parseCertificate(from.sign(utf8('x'), options).certificate);
const certificate = certificateOf();

const said = ({ name, outcome, reason }: Check) => [name, outcome, ...(reason ? [reason] : [])].join(' ');

async function issued(
  trusted: Partial<TrustedRoot> = {},
  times: readonly number[] = [],
  one = certificate,
): Promise<{ chain: string; sct: string; time: number | undefined; profile: string; details: string[] }> {
  const { chain, sct, sctTime, profile } = await checkIssuance(one, times, {
    trust: { ...trust, ...trusted },
  });
  return {
    chain: said(chain),
    sct: said(sct),
    time: sctTime,
    profile: profile.name,
    details: [chain.detail, sct.detail],
  };
}

const authorities = (change: Partial<TrustedRoot['certificateAuthorities'][number]>) => ({
  certificateAuthorities: trust.certificateAuthorities.map((one) => ({ ...one, ...change })),
});

describe('a certificate', () => {
  test('names one signer and may sign code; an issuer is required if the profile requires one', () => {
    const of = (options: SignOptions, ...requires: Profile['requires']) =>
      said(checkCertificate(certificateOf(options), { name: 'acme', requires }));
    assert.equal(of({}, 'issuer'), 'certificate passed');
    assert.equal(of({ issuer: '' }, 'log', 'issuer'), 'certificate not-made CERTIFICATE_ISSUER_MISSING');
    assert.equal(of({ issuer: '' }, 'log'), 'certificate passed');
    assert.equal(of({ names: [] }), 'certificate failed CERTIFICATE_SAN_COUNT');
  });

  test('is checked at the time of signing or, if no time is proven, at its own start', async () => {
    const sound = { chain: 'chain passed', sct: 'sct passed', time: ISSUED, profile: 'public-good' };
    const { details, ...found } = await issued();
    assert.deepEqual(found, sound);
    assert.deepEqual(details, [
      'issued by https://fulcio.sigstore.test, valid at 2026-09-21T14:30:00Z',
      'a CT log promised it at 2026-09-21T14:30:00Z',
    ]);
    const later = await issued({}, [ISSUED + 60, ISSUED + 90]);
    assert.equal(later.details[0], 'issued by https://fulcio.sigstore.test, valid at 2026-09-21T14:31:00Z');
    const nameless = await issued(authorities({ uri: '' }));
    assert.equal(nameless.details[0], 'issued by a trusted authority, valid at 2026-09-21T14:30:00Z');
  });

  test('must be valid at every proven time', async () => {
    for (const times of [[ISSUED + 601], [ISSUED, ISSUED + 601], [ISSUED + 601, ISSUED]])
      assert.equal((await issued({}, times)).chain, 'chain failed CHAIN_NOT_VALID_AT_TIME', times.join());
    const ended = authorities({ validFor: { start: 0, end: ISSUED - 1 } });
    assert.equal((await issued(ended)).chain, 'chain failed CHAIN_NOT_VALID_AT_TIME');
  });

  test('that is not valid at one of the times keeps the SCT and the profile of its authority', async () => {
    const found = await issued(authorities({ profile: ACME }), [ISSUED, ISSUED + 601]);
    assert.deepEqual(
      [found.chain, found.sct, found.profile],
      ['chain failed CHAIN_NOT_VALID_AT_TIME', 'sct passed', 'acme'],
    );
  });

  test('from no trusted authority leaves chain and SCT open, and all profiles apply together', async () => {
    for (const certificateAuthorities of [[], new TestInstance().trust.certificateAuthorities]) {
      const { details: _, ...found } = await issued({ certificateAuthorities });
      assert.deepEqual(found, {
        chain: 'chain not-made CHAIN_NO_TRUSTED_AUTHORITY',
        sct: 'sct not-made NEEDS_EARLIER_CHECK',
        time: undefined,
        profile: 'public-good',
      });
    }
    assert.equal((await issued(authorities({ profile: ACME }))).profile, 'acme');
  });
});

describe('the SCT of a certificate', () => {
  const ctLogs = (change: Partial<TrustedRoot['ctLogs'][number]>) => ({
    ctLogs: trust.ctLogs.map((log) => ({ ...log, ...change })),
  });

  test('is missing, by another key, or from a log that is unknown or was not trusted then', async () => {
    const without = await issued({}, [], certificateOf({ withSct: false }));
    assert.deepEqual([without.sct, without.time], ['sct not-made SCT_MISSING', undefined]);
    const forged = await issued({}, [], certificateOf({ sctKey: instance.keys.rekor }));
    assert.deepEqual([forged.sct, forged.time], ['sct failed SCT_SIGNATURE_WRONG', undefined]);
    const unknown = await issued({ ctLogs: [] });
    assert.deepEqual([unknown.sct, unknown.time], ['sct not-made SCT_LOG_UNKNOWN', undefined]);
    const id = toHex(trust.ctLogs[0]?.logId ?? new Uint8Array()).slice(0, 16);
    assert.equal(unknown.details[1], `CT log ${id}\u2026 is not in the trusted root`);
    const old = await issued(ctLogs({ validFor: { start: 0, end: ISSUED - 1 } }));
    assert.deepEqual([old.sct, old.time], ['sct failed SCT_OUTSIDE_LOG_VALIDITY', undefined]);
  });

  test('that is malformed is an error', async () => {
    const damaged = certificateOf();
    const extensions = damaged.extensions.map((one) =>
      one.oid === '1.3.6.1.4.1.11129.2.4.2' ? { ...one, value: Uint8Array.of(1) } : one,
    );
    const found = await issued({}, [], { ...damaged, extensions });
    assert.deepEqual([found.sct, found.time], ['sct failed SCT_MALFORMED', undefined]);
  });
});
