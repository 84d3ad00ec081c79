import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { concatBytes, der, utf8 } from '../../../core/encoding/index.js';
import { encodeArmor } from '../../../core/signature/index.js';
import { allowsSigner, policyOfFlags } from '../../../core/signer-policy/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { type VerifyOptions, verifyGitObject, type X509Evidence } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { commonName, type Issued, issueAuthority, issueLeaf, newKey, T0, YEAR } from '../../support/pki.js';
import {
  authorityKeyId,
  basicConstraints,
  dns,
  email,
  extendedKeyUsage,
  extension,
  keyUsage,
  nameConstraints,
  SERVER_AUTH,
  subjectAltName,
  subjectKeyId,
  uri,
} from '../../support/pki-extensions.js';
import { commitPayload, commitWith } from '../../support/signed-commit.js';
import {
  issueSmime,
  type SmimeOptions,
  smimeArmor,
  smimeSignature,
  withIndefiniteLengths,
} from '../../support/smime.js';
import { buildToken, issueTsa } from '../../support/timestamp-token.js';

const { trust } = new TestInstance();
const NOW = T0 + 1000;
const payload = commitPayload('S/MIME\n');
const root = issueAuthority('root');
const middle = issueAuthority('middle', { issuer: root });
const dev = issueSmime(middle, {}, { key: newKey('rsa') });

function evidence(given: readonly Issued[], system: readonly Issued[] = []): X509Evidence {
  const bare = (list: readonly Issued[]) => list.map(({ certificate }) => certificate);
  return { given: bare(given), system: bare(system), intermediates: [] };
}

interface Case extends SmimeOptions {
  readonly roots?: X509Evidence;
  readonly now?: number;
  readonly payload?: Uint8Array;
  readonly armor?: Uint8Array;
}

async function judge(signer: Issued, options: Case = {}): Promise<Verdict> {
  const bag = options.bag ?? [signer, middle];
  const armor = options.armor ?? smimeArmor(signer, payload, { ...options, bag });
  const roots = options.roots ?? evidence([root]);
  const asked: VerifyOptions = { trust, x509: async () => roots, now: options.now ?? NOW };
  return verifyGitObject(commitWith(options.payload ?? payload, armor), asked);
}

function reasons({ outcome, checks }: Verdict): string[] {
  return [outcome, ...checks.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []))];
}

describe('an S/MIME signature', () => {
  for (const [name, signer, options] of [
    ['RSA PKCS #1 v1.5 and capabilities', dev, {}],
    ['RSA-PSS', dev, { pss: { saltLength: 32 } }],
    ['ECDSA P-256', issueSmime(middle), {}],
    ['ECDSA P-384', issueSmime(middle, {}, { key: newKey('P-384') }), {}],
    ['the signer last in the bag', dev, { bag: [root, middle, dev] }],
    ['a certificate without extended key usage', issueSmime(middle, { extendedKeyUsage: undefined }), {}],
    ['non-repudiation only', issueSmime(middle, { keyUsage: keyUsage(1) }), {}],
  ] as const) {
    test(`with ${name} is valid, and allowed below a root the user gave`, async () => {
      const verdict = await judge(signer, options);
      assert.deepEqual(reasons(verdict), ['valid'], JSON.stringify(verdict.checks));
      assert.equal(verdict.signature, 'x509');
      assert.deepEqual(
        [verdict.signer?.subject, verdict.signer?.issuer, verdict.ownTrust?.decision],
        ['dev@example.test', 'CN=middle,O=waxseal.test', 'allowed'],
      );
    });
  }

  test('below a root of the system says who signed, not that they may', async () => {
    const verdict = await judge(dev, { roots: evidence([], [root]) });
    assert.deepEqual([...reasons(verdict), verdict.ownTrust?.decision], ['valid', 'not-stated']);
  });

  test('says that revocation is not checked', async () => {
    const chain = (await judge(dev)).checks.find(({ name }) => name === 'chain');
    assert.match(chain?.detail ?? '', /revocation is not checked/);
  });

  test('over other bytes, or by another key, is invalid', async () => {
    const other = await judge(dev, { payload: commitPayload('Other\n') });
    assert.deepEqual(reasons(other), ['invalid', 'payload-digest: PAYLOAD_DIGEST_MISMATCH']);
    const thief = { ...dev, key: newKey('rsa') };
    assert.deepEqual(reasons(await judge(thief)), ['invalid', 'signature: SIGNATURE_WRONG']);
    const wrongSalt = await judge({ ...dev, key: newKey('rsa') }, { pss: { saltLength: 20 } });
    assert.deepEqual(reasons(wrongSalt), ['invalid', 'signature: SIGNATURE_WRONG']);
  });

  test('with PSS over SHA-1 is not verified', async () => {
    const verdict = await judge(dev, { pss: { saltLength: 20, hash: 'sha1' } });
    assert.deepEqual(reasons(verdict), ['incomplete', 'signature: ALGORITHM_NOT_SUPPORTED']);
  });

  test('with PSS over another hash than that of its digest is not verified', async () => {
    const verdict = await judge(dev, { pss: { saltLength: 64, hash: 'sha512' } });
    assert.deepEqual(reasons(verdict), ['incomplete', 'signature: ALGORITHM_NOT_SUPPORTED']);
  });

  test('without its certificate is malformed in BER as in DER', async () => {
    const made = smimeSignature(dev, payload, { bag: [middle] });
    for (const bytes of [made, withIndefiniteLengths(made)]) {
      const verdict = await judge(dev, { armor: encodeArmor(bytes) });
      assert.deepEqual(reasons(verdict), ['invalid', 'structure: CMS_SIGNER_CERTIFICATE_MISSING']);
    }
  });

  test('without any root is incomplete, and its signer is only a claim', async () => {
    const verdict = await judge(dev, { roots: evidence([]) });
    assert.deepEqual(reasons(verdict), ['incomplete', 'chain: CHAIN_NO_TRUSTED_AUTHORITY']);
    assert.equal(verdict.ownTrust?.decision, 'not-stated');
  });

  test('a root in the bag is not trusted just because it is there', async () => {
    const stranger = issueAuthority('stranger');
    const theirs = issueSmime(stranger);
    const verdict = await judge(theirs, { bag: [theirs, stranger] });
    assert.deepEqual(reasons(verdict), ['incomplete', 'chain: CHAIN_NO_TRUSTED_AUTHORITY']);
  });
});

describe('an S/MIME certificate', () => {
  const ca = { keyUsage: keyUsage(0, 5), ca: basicConstraints(true) };
  for (const [name, replace, reason] of [
    [
      'for TLS servers',
      { extendedKeyUsage: extendedKeyUsage([SERVER_AUTH]) },
      'CERTIFICATE_NOT_CODE_SIGNING',
    ],
    ['for encryption only', { keyUsage: keyUsage(2) }, 'CERTIFICATE_KEY_USAGE'],
    ['that is an authority', ca, 'CERTIFICATE_IS_CA'],
    [
      'with an unknown critical extension',
      { odd: extension('1.2.3.4', der.nullValue(), true) },
      'CERTIFICATE_CRITICAL_EXTENSION',
    ],
  ] as const) {
    test(`${name} is refused`, async () => {
      const found = reasons(await judge(issueSmime(middle, replace)));
      assert.equal(found[0], 'invalid');
      assert.ok(found.includes(`certificate: ${reason}`), found.join());
    });
  }

  test('of an authority that may not issue for e-mail is refused', async () => {
    const tls = issueAuthority('tls', {
      issuer: root,
      extensions: [basicConstraints(true), keyUsage(5), extendedKeyUsage([SERVER_AUTH])],
    });
    const theirs = issueSmime(tls);
    assert.deepEqual(reasons(await judge(theirs, { bag: [theirs, tls] })), [
      'invalid',
      'chain: CHAIN_CONSTRAINT',
    ]);
  });

  test('below more authorities than allowed is refused', async () => {
    const short = issueAuthority('short', { issuer: root, pathLength: 0 });
    const extra = issueAuthority('extra', { issuer: short });
    const theirs = issueSmime(extra);
    const verdict = await judge(theirs, { bag: [theirs, extra, short] });
    assert.deepEqual(reasons(verdict), ['invalid', 'chain: CHAIN_CONSTRAINT']);
  });

  test('that names another key than its authority states holds: the signature decides whose it is', async () => {
    const odd = issueAuthority('odd', {
      issuer: root,
      extensions: [basicConstraints(true), keyUsage(5), subjectKeyId(Uint8Array.of(1, 2, 3))],
    });
    const theirs = issueSmime(odd, { authorityKeyId: authorityKeyId(Uint8Array.of(9, 9, 9)) });
    assert.deepEqual(reasons(await judge(theirs, { bag: [theirs, odd] })), ['valid']);
  });

  test('signed with SHA-1 by its authority is not verified', async () => {
    const old = issueAuthority('old', { issuer: root, key: newKey('rsa-sha1') });
    const theirs = issueSmime(old);
    const verdict = await judge(theirs, { bag: [theirs, old] });
    assert.deepEqual(reasons(verdict), ['incomplete', 'chain: ALGORITHM_NOT_SUPPORTED']);
  });
});

describe('name constraints', () => {
  const constraints = (permitted: readonly Uint8Array[], excluded?: readonly Uint8Array[]) =>
    nameConstraints({ permitted, ...(excluded && { excluded }) });
  const ip = (...octets: number[]) => der.element(0x87, Uint8Array.from(octets));
  const authority = (issuer: Issued, ...rules: Uint8Array[]) =>
    issueAuthority('constrained', { issuer, extensions: [basicConstraints(true), keyUsage(5), ...rules] });
  const under = async (authorities: readonly Issued[], ...names: Uint8Array[]) => {
    const [issuer] = authorities;
    assert.ok(issuer);
    const signer = issueSmime(issuer, { subjectAltName: subjectAltName(...names) });
    return reasons(await judge(signer, { bag: [signer, ...authorities] }));
  };
  const REFUSED = ['invalid', 'chain: CHAIN_CONSTRAINT'];

  for (const [name, rules, names, expected] of [
    ['a permitted host', constraints([email('example.test')]), [email('dev@example.test')], ['valid']],
    ['a host in other letters', constraints([email('example.test')]), [email('dev@EXAMPLE.test')], ['valid']],
    ['a host below it', constraints([email('example.test')]), [email('dev@sub.example.test')], REFUSED],
    ['a permitted domain', constraints([email('.example.test')]), [email('dev@sub.example.test')], ['valid']],
    ['another host', constraints([email('example.test')]), [email('dev@example.com')], REFUSED],
    [
      'one good and one bad name',
      constraints([email('a.test')]),
      [email('x@a.test'), email('x@b.test')],
      REFUSED,
    ],
    ['an excluded host', constraints([], [email('example.test')]), [email('dev@example.test')], REFUSED],
    ['a DNS name outside', constraints([dns('a.test')]), [email('x@b.test'), dns('b.test')], REFUSED],
    ['a permitted host of a URI', constraints([uri('a.test')]), [uri('https://a.test/x')], ['valid']],
    ['another host of a URI', constraints([uri('a.test')]), [uri('https://a.test.evil.test/')], REFUSED],
    ['a kind of name not compared', constraints([ip(10, 0, 0, 0, 255, 0, 0, 0)]), [ip(10, 0, 0, 1)], REFUSED],
    [
      'a directory name inside',
      constraints([
        der.explicit(
          4,
          der.sequence(der.setOf(der.sequence(der.oid('2.5.4.10'), der.utf8String('WAXSEAL.TEST')))),
        ),
      ]),
      [email('x@b.test')],
      ['valid'],
    ],
    [
      'a directory name outside',
      constraints([der.explicit(4, commonName('Eve'))]),
      [email('x@b.test')],
      REFUSED,
    ],
  ] as const) {
    test(`${name}: ${expected[0]}`, async () => {
      assert.deepEqual(await under([authority(root, rules)], ...names), [...expected]);
    });
  }

  test('an authority cannot widen what one above it allows', async () => {
    const narrow = authority(root, constraints([email('example.test')]));
    const wide = issueAuthority('wide', {
      issuer: narrow,
      extensions: [basicConstraints(true), keyUsage(5), constraints([email('evil.test')])],
    });
    assert.deepEqual(await under([wide, narrow], email('dev@evil.test')), REFUSED);
  });
});

describe('the time of an S/MIME signature', () => {
  const LATER = T0 + 2 * YEAR;
  const tsa = issueTsa(root);
  const stamp = (signature: Uint8Array) => buildToken({ signer: tsa, data: signature });

  test('an expired certificate leaves it unproven', async () => {
    const verdict = await judge(dev, { now: LATER });
    assert.deepEqual(reasons(verdict), ['incomplete', 'time: TIME_NOT_PROVEN']);
    const time = verdict.checks.find(({ name }) => name === 'time');
    assert.equal(
      time?.detail,
      'the certificate expired on 2027-01-01; nothing proves that the signature is older',
    );
    assert.deepEqual(verdict.signedAt, { time: T0 + 100, source: 'unproven' });
  });

  test('an expired certificate leaves it unproven below no root, too', async () => {
    const verdict = await judge(dev, { now: LATER, roots: evidence([]) });
    assert.deepEqual(reasons(verdict), [
      'incomplete',
      'chain: CHAIN_NO_TRUSTED_AUTHORITY',
      'time: TIME_NOT_PROVEN',
    ]);
  });

  test('a timestamp by an authority below a given root proves it for ever', async () => {
    const verdict = await judge(dev, { now: LATER, stamp });
    assert.deepEqual(reasons(verdict), ['valid'], JSON.stringify(verdict.checks));
    assert.deepEqual(verdict.signedAt, { time: T0 + 60, source: 'timestamp' });
  });

  test('a timestamp after the certificate’s end proves nothing, whatever accuracy it states', async () => {
    const brief = issueSmime(middle, {}, { notAfter: T0 + 59 });
    for (const accuracy of [1, YEAR]) {
      const late = (signature: Uint8Array) =>
        buildToken({ signer: tsa, data: signature, tstTail: [der.sequence(der.integer(accuracy))] });
      const verdict = reasons(await judge(brief, { bag: [brief, middle], stamp: late }));
      assert.deepEqual(verdict, [
        'invalid',
        'chain: CHAIN_NOT_VALID_AT_TIME',
        'time: TIME_OUTSIDE_CERTIFICATE',
      ]);
    }
  });

  test('a timestamp over something else is an error', async () => {
    const verdict = await judge(dev, { stamp: () => stamp(utf8('another signature')) });
    assert.deepEqual(reasons(verdict), ['invalid', 'timestamp: TIMESTAMP_IMPRINT_MISMATCH']);
  });

  test('a timestamp by an unknown authority does not count', async () => {
    const stranger = issueTsa(issueAuthority('stranger'));
    const theirs = (signature: Uint8Array) => buildToken({ signer: stranger, data: signature });
    assert.deepEqual(reasons(await judge(dev, { stamp: theirs })), ['valid']);
    const late = reasons(await judge(dev, { stamp: theirs, now: LATER }));
    assert.deepEqual(late, ['incomplete', 'timestamp: TIMESTAMP_AUTHORITY_UNKNOWN', 'time: TIME_NOT_PROVEN']);
  });
});

describe('BER', () => {
  test('in gpgsm’s form is read for S/MIME', async () => {
    const ber = withIndefiniteLengths(smimeSignature(dev, payload, { bag: [dev, middle] }));
    assert.deepEqual(reasons(await judge(dev, { armor: encodeArmor(ber) })), ['valid']);
  });

  test('with data after its end is refused', async () => {
    const ber = withIndefiniteLengths(smimeSignature(dev, payload, { bag: [dev, middle] }));
    const verdict = await judge(dev, { armor: encodeArmor(concatBytes(ber, Uint8Array.of(5, 0))) });
    assert.deepEqual(reasons(verdict), ['invalid', 'structure: CMS_MALFORMED']);
  });

  test('is refused for a Sigstore signature', async () => {
    const leaf = issueLeaf(middle);
    const ber = withIndefiniteLengths(smimeSignature(leaf, payload));
    const verdict = await judge(leaf, { armor: encodeArmor(ber) });
    assert.deepEqual(reasons(verdict), ['invalid', 'structure: CMS_MALFORMED']);
  });
});

test('no identity rule ever matches an S/MIME signer', async () => {
  const { signer } = await judge(dev);
  assert.ok(signer);
  for (const flags of [
    { identityRegexp: '.*', issuerRegexp: '.*' },
    { identity: signer.subject, issuer: signer.issuer },
  ]) {
    const policy = await policyOfFlags(flags);
    assert.ok(policy);
    assert.equal(allowsSigner(policy, signer).decision, 'refused');
  }
});
