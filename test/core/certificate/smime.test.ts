import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  buildSmimePath,
  type Certificate,
  checkSmimeLeaf,
  type SignatureCache,
  smimeSigner,
} from '../../../core/certificate/index.js';
import { pathProblem } from '../../../core/certificate/second-opinion.js';
import { smimePurposes } from '../../../core/certificate/smime-leaf.js';
import { der } from '../../../core/encoding/index.js';
import { EMPTY_NAME, type Issued, issueAuthority, newKey, T0, YEAR } from '../../support/pki.js';
import {
  basicConstraints,
  CODE_SIGNING,
  dns,
  email,
  extendedKeyUsage,
  extension,
  keyUsage,
  SERVER_AUTH,
  subjectAltName,
} from '../../support/pki-extensions.js';
import { issueSmime } from '../../support/smime.js';

const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const root = issueAuthority('root');
const middle = issueAuthority('middle', { issuer: root });
const leaf = (
  replace: Parameters<typeof issueSmime>[1] = {},
  options: Parameters<typeof issueSmime>[2] = {},
) => issueSmime(middle, replace, options).certificate;
const faulty = (certificate: Certificate): Certificate =>
  Object.defineProperty({ ...certificate }, 'extensions', {
    get: () => {
      throw new RangeError('a fault');
    },
  });

describe('the purposes of an S/MIME certificate', () => {
  const purposes = (...stated: string[]) =>
    smimePurposes(leaf({ extendedKeyUsage: extendedKeyUsage(stated) }));

  it('are those of the two known ones that it states, or both when it states none or "any"', () => {
    assert.deepEqual(purposes(EMAIL_PROTECTION, SERVER_AUTH), ['emailProtection']);
    assert.deepEqual(purposes(CODE_SIGNING), ['codeSigning']);
    assert.deepEqual(purposes(CODE_SIGNING, EMAIL_PROTECTION), ['emailProtection', 'codeSigning']);
    assert.deepEqual(purposes('2.5.29.37.0'), ['emailProtection', 'codeSigning']);
    assert.deepEqual(purposes(SERVER_AUTH), []);
    assert.deepEqual(smimePurposes(leaf({ extendedKeyUsage: undefined })), [
      'emailProtection',
      'codeSigning',
    ]);
  });
});

describe('a path that does not exist', () => {
  it('is not looked for when the certificate has no purpose that signs commits', async () => {
    const servers = leaf({ extendedKeyUsage: extendedKeyUsage([SERVER_AUTH]) });
    const parts = { anchors: [root.certificate], intermediates: [middle.certificate] };
    const found = await buildSmimePath(servers, parts, T0 + 100);
    assert.equal(found.ok || found.reason, 'CHAIN_NO_TRUSTED_AUTHORITY');
  });

  it('is refused by the second opinion', async () => {
    assert.equal(await pathProblem(leaf(), [], T0 + 100), 'there is no authority on its path');
    const path = [middle.certificate, root.certificate];
    assert.equal(await pathProblem(leaf(), path, T0 + 100), undefined);
    assert.match((await pathProblem(leaf(), path, T0 + 20 * YEAR)) ?? '', /^path validation fails: \w/);
    const stranger = issueAuthority('stranger');
    assert.match(
      (await pathProblem(leaf(), [stranger.certificate], T0 + 100)) ?? '',
      /^path validation fails: \w/,
    );
  });
});

describe('checkSmimeLeaf', () => {
  const CA = 'CERTIFICATE_IS_CA';
  for (const [what, replace, reason] of [
    ['a certificate for e-mail', {}, undefined],
    ['one for code signing', { extendedKeyUsage: extendedKeyUsage([CODE_SIGNING]) }, undefined],
    ['one without key usage', { keyUsage: undefined }, undefined],
    ['one for non-repudiation only', { keyUsage: keyUsage(1) }, undefined],
    ['one for both', { keyUsage: keyUsage(0, 1) }, undefined],
    ['one with critical policies', { policies: extension('2.5.29.32', der.sequence(), true) }, undefined],
    ['an authority', { constraints: basicConstraints(true) }, CA],
    ['one that may sign certificates', { keyUsage: keyUsage(0, 5) }, CA],
    ['one for encryption', { keyUsage: keyUsage(2) }, 'CERTIFICATE_KEY_USAGE'],
    [
      'one for servers',
      { extendedKeyUsage: extendedKeyUsage([SERVER_AUTH]) },
      'CERTIFICATE_NOT_CODE_SIGNING',
    ],
    [
      'one with an unknown critical extension',
      { odd: extension('1.2.3', der.nullValue(), true) },
      'CERTIFICATE_CRITICAL_EXTENSION',
    ],
    [
      'one with a malformed key usage',
      { keyUsage: extension('2.5.29.15', der.nullValue()) },
      'CERTIFICATE_MALFORMED',
    ],
    [
      'one with names that cannot be read',
      { subjectAltName: subjectAltName(email('é')) },
      'CERTIFICATE_MALFORMED',
    ],
  ] as const)
    it(`${reason ? 'refuses' : 'accepts'} ${what}${reason ? `: ${reason}` : ''}`, () => {
      assert.equal(checkSmimeLeaf(leaf(replace))?.reason, reason);
    });

  it('refuses a key that this program cannot verify with, and reports other errors first', () => {
    const key = newKey('rsa-1024');
    assert.equal(checkSmimeLeaf(leaf({}, { key }))?.reason, 'CERTIFICATE_KEY_UNSUPPORTED');
    assert.equal(checkSmimeLeaf(leaf({ keyUsage: keyUsage(2) }, { key }))?.reason, 'CERTIFICATE_KEY_USAGE');
  });

  it('does not report a bug of the program as an error of the certificate', () => {
    assert.throws(() => checkSmimeLeaf(faulty(leaf())), RangeError);
  });
});

describe('an S/MIME signer', () => {
  it('is named by the first e-mail address', () => {
    const names = subjectAltName(dns('x.test'), email('a@x.test'), email('b@x.test'));
    assert.deepEqual(smimeSigner(leaf({ subjectAltName: names })), {
      subject: 'a@x.test',
      subjectType: 'email',
      issuer: 'CN=middle,O=waxseal.test',
      claims: {},
      scheme: 'x509',
    });
  });

  it('is named by its subject when there is no address', () => {
    const { subject, subjectType } = smimeSigner(leaf({ subjectAltName: subjectAltName(dns('x.test')) }));
    assert.deepEqual([subject, subjectType], ['CN=Dev,O=waxseal.test', 'otherName']);
    assert.equal(smimeSigner(leaf({ subjectAltName: undefined }, { name: EMPTY_NAME })).subject, '');
  });
});

describe('buildSmimePath', () => {
  const NOW = T0 + 1000;
  const bare = (list: readonly Issued[]) => list.map(({ certificate }) => certificate);
  const path = (
    certificate: Certificate,
    anchors: readonly Issued[],
    intermediates: readonly Issued[] = [],
    { time = NOW, cache }: { time?: number; cache?: SignatureCache } = {},
  ) =>
    buildSmimePath(
      certificate,
      { anchors: bare(anchors), intermediates: bare(intermediates), ...(cache && { cache }) },
      time,
    );
  const reason = async (...asked: Parameters<typeof path>) => {
    const found = await path(...asked);
    return found.ok ? found.path.length : found.reason;
  };

  it('leads through the given certificates to one of the anchors, and says which', async () => {
    const other = issueAuthority('other');
    assert.deepEqual(await path(leaf(), [other, root], [middle]), {
      ok: true,
      anchor: root.certificate,
      path: [middle.certificate, root.certificate],
    });
    assert.deepEqual(await path(leaf(), [middle], []), {
      ok: true,
      anchor: middle.certificate,
      path: [middle.certificate],
    });
  });

  it('ends only at anchors', async () => {
    const unknown = 'CHAIN_NO_TRUSTED_AUTHORITY';
    assert.equal(await reason(leaf(), [], [middle, root]), unknown);
    assert.equal(await reason(leaf(), [root], []), unknown);
    assert.equal(await reason(leaf(), [issueAuthority('other')], [middle, root]), unknown);
  });

  it('says what is wrong with it', async () => {
    const forged = leaf({}, { signingKey: newKey() });
    assert.equal(await reason(forged, [root], [middle]), 'CHAIN_SIGNATURE_WRONG');
    assert.equal(await reason(leaf(), [root], [middle], { time: T0 + 2 * YEAR }), 'CHAIN_NOT_VALID_AT_TIME');
    assert.equal(await reason(leaf(), [root], [middle], { time: T0 - 1 }), 'CHAIN_NOT_VALID_AT_TIME');
  });

  it('has no trusted period: anchors are trusted at all times', async () => {
    const old = issueAuthority('old', { notBefore: 0, notAfter: YEAR });
    const theirs = issueSmime(old, {}, { notBefore: 0, notAfter: YEAR }).certificate;
    assert.equal(await reason(theirs, [old], [], { time: 0 }), 1);
  });

  it('needs authorities for one of the purposes of the certificate', async () => {
    const below = (purpose: string) =>
      issueAuthority('narrow', {
        issuer: root,
        extensions: [basicConstraints(true), keyUsage(5), extendedKeyUsage([purpose])],
      });
    const both = { extendedKeyUsage: extendedKeyUsage([EMAIL_PROTECTION, CODE_SIGNING]) };
    for (const [purpose, replace, expected] of [
      [EMAIL_PROTECTION, {}, 2],
      [CODE_SIGNING, {}, 'CHAIN_CONSTRAINT'],
      [CODE_SIGNING, both, 2],
      [CODE_SIGNING, { extendedKeyUsage: undefined }, 2],
      [SERVER_AUTH, both, 'CHAIN_CONSTRAINT'],
    ] as const) {
      const authority = below(purpose);
      assert.equal(
        await reason(issueSmime(authority, replace).certificate, [root], [authority]),
        expected,
        purpose,
      );
    }
  });

  it('verifies each signature once for all purposes, and once for all calls with a cache', async () => {
    const cache: SignatureCache = new Map();
    const certificate = leaf({ extendedKeyUsage: undefined });
    for (let i = 0; i < 2; i++) assert.equal(await reason(certificate, [root], [middle], { cache }), 2);
    assert.equal(cache.size, 2);
  });

  it('may not lead through an extension that cannot be read', async () => {
    const odd = leaf({ extendedKeyUsage: extension('2.5.29.37', der.nullValue()) });
    const found = await path(odd, [root], [middle]);
    assert.equal(!found.ok && found.reason, 'CHAIN_CONSTRAINT');
    assert.match(found.ok ? '' : found.detail, /^an extension is malformed: /);
  });

  it('does not report a bug of the program as an error of the certificate', async () => {
    await assert.rejects(path(faulty(leaf()), [root], [middle]), RangeError);
  });
});
