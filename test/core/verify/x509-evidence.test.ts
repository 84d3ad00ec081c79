import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { der, utf8 } from '../../../core/encoding/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { type VerifyOptions, verifyGitObject, type X509Evidence } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { type Issued, issueAuthority, newKey, T0, YEAR } from '../../support/pki.js';
import { subjectAltName } from '../../support/pki-extensions.js';
import { commitPayload, commitWith } from '../../support/signed-commit.js';
import { issueSmime, type SmimeOptions, smimeArmor } from '../../support/smime.js';
import { buildToken, issueTsa } from '../../support/timestamp-token.js';

const { trust } = new TestInstance();
const payload = commitPayload('S/MIME\n');
const root = issueAuthority('root');
const middle = issueAuthority('middle', { issuer: root });
const dev = issueSmime(middle);
const END = T0 + YEAR;
const certificates = (list: readonly Issued[]) => list.map(({ certificate }) => certificate);

interface Case extends SmimeOptions, Partial<Omit<VerifyOptions, 'trust' | 'x509'>> {
  readonly given?: readonly Issued[];
  readonly system?: readonly Issued[];
  readonly intermediates?: readonly Issued[];
}

function judge(signer: Issued = dev, options: Case = {}): Promise<Verdict> {
  const {
    given = [root],
    system = [],
    intermediates = [],
    bag = [signer, middle],
    now,
    cache,
    ...how
  } = options;
  const evidence: X509Evidence = {
    given: certificates(given),
    system: certificates(system),
    intermediates: certificates(intermediates),
  };
  return verifyGitObject(commitWith(payload, smimeArmor(signer, payload, { ...how, bag })), {
    trust,
    x509: async () => evidence,
    ...(now === undefined ? {} : { now }),
    ...(cache ? { cache } : {}),
  });
}

const said = ({ outcome, checks }: Verdict) => [
  outcome,
  ...checks.flatMap(({ name, outcome: one, reason }) => (reason ? [`${name} ${one} ${reason}`] : [])),
];
const detail = ({ checks }: Verdict, name: string) => checks.find((check) => check.name === name)?.detail;

describe('an S/MIME signature without a proven time', () => {
  const UNPROVEN = ['incomplete', 'time not-made TIME_NOT_PROVEN'];

  test('holds from the first to the last second of its certificate, by the given clock', async () => {
    for (const now of [T0, T0 + 1000, END]) assert.deepEqual(said(await judge(dev, { now })), ['valid']);
    assert.deepEqual(said(await judge(dev, { now: T0 - 1 })), UNPROVEN);
    assert.deepEqual(said(await judge(dev, { now: END + 1 })), UNPROVEN);
    assert.deepEqual(said(await judge(dev)), UNPROVEN);
  });

  test('says until when the certificate is valid, since when it is not, or that there is no clock', async () => {
    const time = async (now?: number) => detail(await judge(dev, now === undefined ? {} : { now }), 'time');
    assert.equal(await time(T0), 'the certificate is still valid, until 2027-01-01; the time is not proven');
    assert.equal(await time(T0 - 1), 'the certificate is not valid before 2026-01-01');
    assert.equal(
      await time(END + 1),
      'the certificate expired on 2027-01-01; nothing proves that the signature is older',
    );
    assert.equal(await time(), 'nothing proves when this was signed');
  });

  test('has a path whose detail names the root and no time, and says that revocation is not checked', async () => {
    const found = await judge(dev, { now: T0 + 1000 });
    assert.equal(detail(found, 'chain'), 'up to CN=root,O=waxseal.test; revocation is not checked');
    const long = issueAuthority('x'.repeat(200));
    const theirs = issueSmime(long);
    const shown = detail(await judge(theirs, { given: [long], bag: [theirs], now: T0 }), 'chain');
    assert.equal(shown, `up to CN=${'x'.repeat(77)}\u2026; revocation is not checked`);
    const just = issueAuthority('x'.repeat(80 - 'CN=,O=waxseal.test'.length));
    const fitting = issueSmime(just);
    const whole = detail(await judge(fitting, { given: [just], bag: [fitting], now: T0 }), 'chain');
    assert.match(whole ?? '', /^up to CN=x+,O=waxseal\.test; /);
  });
});

describe('the path of an S/MIME certificate', () => {
  const now = T0 + 1000;

  test('may use certificates from the signature, or those given together with the roots', async () => {
    assert.deepEqual(said(await judge(dev, { now, bag: [dev] })), [
      'incomplete',
      'chain not-made CHAIN_NO_TRUSTED_AUTHORITY',
    ]);
    assert.deepEqual(said(await judge(dev, { now, bag: [dev], intermediates: [middle] })), ['valid']);
  });

  test('ends at a root of the user, which allows, or of the system, which says nothing about permission', async () => {
    const own = async (options: Case) => (await judge(dev, { now, ...options })).ownTrust;
    assert.deepEqual(await own({}), {
      decision: 'allowed',
      detail: 'issued below CN=root,O=waxseal.test, a root you gave',
    });
    assert.deepEqual(await own({ given: [], system: [root] }), {
      decision: 'not-stated',
      detail: 'issued below CN=root,O=waxseal.test, a root of the system',
    });
    assert.deepEqual(await own({ given: [] }), {
      decision: 'not-stated',
      detail: 'the certificate is not verified',
    });
  });

  test('leads nowhere when no authority was named', async () => {
    const commit = commitWith(payload, smimeArmor(dev, payload, { bag: [dev, middle] }));
    const verdict = await verifyGitObject(commit, { trust, now });
    assert.deepEqual(said(verdict), ['incomplete', 'chain not-made CHAIN_NO_TRUSTED_AUTHORITY']);
    assert.equal(verdict.signer?.subject, 'dev@example.test');
  });

  test('is checked once when a cache is given', async () => {
    const cache = new Map();
    await judge(dev, { now, cache });
    assert.notEqual(cache.size, 0);
  });
});

describe('an S/MIME signature with a timestamp', () => {
  const tsa = issueTsa(root);
  const at =
    (genTime: string, signer = tsa) =>
    (signature: Uint8Array) =>
      buildToken({ signer, data: signature, genTime });
  const LATER = END + YEAR;

  test('is checked at that time, with roots of the user and of the system, with or without a clock', async () => {
    for (const options of [{}, { given: [], system: [root] }, { now: LATER }]) {
      const verdict = await judge(dev, { ...options, stamp: at('20260601000000Z') });
      assert.deepEqual(said(verdict), ['valid']);
      assert.deepEqual(verdict.signedAt, { time: 1780272000, source: 'timestamp' });
      assert.match(detail(verdict, 'chain') ?? '', /, valid at 2026-06-01T00:00:00Z; revocation is not/);
      assert.match(detail(verdict, 'timestamp') ?? '', / by CN=root,O=waxseal\.test$/);
    }
  });

  test('outside the life of its certificate does not hold, even while the certificate is valid now', async () => {
    const brief = issueSmime(middle, {}, { notBefore: T0 + 100 });
    const early = await judge(brief, { stamp: at('20260101000001Z'), now: T0 + 1000 });
    assert.deepEqual(said(early), [
      'invalid',
      'chain failed CHAIN_NOT_VALID_AT_TIME',
      'time failed TIME_OUTSIDE_CERTIFICATE',
    ]);
  });

  test('from an unknown authority has a gap when the time needs proof, and none while the certificate is valid', async () => {
    const theirs = at('20260601000000Z', issueTsa(issueAuthority('stranger')));
    assert.deepEqual(said(await judge(dev, { stamp: theirs, now: T0 + 1000 })), ['valid']);
    assert.deepEqual(said(await judge(dev, { stamp: theirs })), [
      'incomplete',
      'timestamp not-made TIMESTAMP_AUTHORITY_UNKNOWN',
      'time not-made TIME_NOT_PROVEN',
    ]);
  });

  test('is checked even if a named root has a name that cannot be read', async () => {
    const odd = { ...root, certificate: { ...root.certificate, subject: Uint8Array.of(1) } };
    const options = { stamp: at('20260601000000Z'), now: LATER };
    assert.deepEqual(said(await judge(dev, { ...options, given: [odd, root] })), ['valid']);
    const names = {
      ...root.certificate,
      extensions: [{ oid: '2.5.29.17', critical: false, value: Uint8Array.of(1) }],
    };
    const strange = { ...root, certificate: { ...names } };
    assert.deepEqual(said(await judge(dev, { ...options, system: [strange] })), ['valid']);
  });

  test('that is wrong is an error, even while the certificate is valid', async () => {
    const wrong = () => utf8('no token');
    const verdict = await judge(dev, { stamp: () => der.sequence(wrong()), now: T0 + 1000 });
    assert.deepEqual(said(verdict), ['invalid', 'timestamp failed TIMESTAMP_MALFORMED']);
  });
});

describe('an S/MIME signature with RSASSA-PSS', () => {
  const now = T0 + 1000;
  const rsa = issueSmime(middle, {}, { key: newKey('rsa') });

  test('holds with its key and says so; with another key it is wrong, and with a short one not checked', async () => {
    const good = await judge(rsa, { now, pss: { saltLength: 32 } });
    assert.deepEqual(said(good), ['valid']);
    assert.equal(detail(good, 'signature'), 'made with the certificate\u2019s RSA key (PSS)');
    const thief = { ...rsa, key: newKey('rsa') };
    assert.deepEqual(said(await judge(thief, { now, pss: { saltLength: 32 } })), [
      'invalid',
      'signature failed SIGNATURE_WRONG',
    ]);
    const weak = issueSmime(middle, {}, { key: newKey('rsa-1024') });
    assert.ok(
      said(await judge(weak, { now, pss: { saltLength: 32 } })).includes(
        'signature not-made ALGORITHM_NOT_SUPPORTED',
      ),
    );
    const sha1 = await judge(rsa, { now, pss: { saltLength: 20, hash: 'sha1' } });
    assert.deepEqual(said(sha1), ['incomplete', 'signature not-made ALGORITHM_NOT_SUPPORTED']);
  });
});

test('an S/MIME certificate whose names cannot be read names no signer, and is invalid', async () => {
  const odd = issueSmime(middle, { subjectAltName: subjectAltName(Uint8Array.of(0x81, 1, 0xff)) });
  const verdict = await judge(odd, { now: T0 + 1000 });
  assert.deepEqual([verdict.outcome, 'signer' in verdict], ['invalid', false]);
});
