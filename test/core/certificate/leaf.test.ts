import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkLeaf, readSigner, subjectAlternativeNames } from '../../../core/certificate/index.js';
import { der, utf8 } from '../../../core/encoding/index.js';
import { issueAuthority, issueLeaf, newKey } from '../../support/pki.js';
import {
  basicConstraints,
  CODE_SIGNING,
  dns,
  type Extension,
  email,
  extendedKeyUsage,
  extension,
  fulcio,
  keyUsage,
  otherName,
  SERVER_AUTH,
  subjectAltName,
  TIME_STAMPING,
  uri,
} from '../../support/pki-extensions.js';

const root = issueAuthority('root');
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const FULCIO_USERNAME = '1.3.6.1.4.1.57264.1.7';

function reasonWith(replace: Record<string, Extension | undefined>): string | undefined {
  return checkLeaf(issueLeaf(root, replace).certificate)?.reason;
}

describe('checkLeaf', () => {
  it('accepts the certificates that Fulcio issues: email, URI and username, with either form of issuer', () => {
    assert.equal(reasonWith({}), undefined);
    assert.equal(reasonWith({ subjectAltName: subjectAltName(uri('https://ci.test/job')) }), undefined);
    assert.equal(
      reasonWith({ subjectAltName: subjectAltName(otherName(FULCIO_USERNAME, 'al!x')) }),
      undefined,
    );
    assert.equal(reasonWith({ issuerV2: undefined }), undefined);
    assert.equal(reasonWith({ issuerV1: undefined }), undefined);
  });

  const refusals: [string, Record<string, Extension | undefined>, string][] = [
    ['a CA', { basicConstraints: basicConstraints(true) }, 'CERTIFICATE_IS_CA'],
    ['one that may sign certificates', { keyUsage: keyUsage(0, 5) }, 'CERTIFICATE_IS_CA'],
    ['one without key usage', { keyUsage: undefined }, 'CERTIFICATE_KEY_USAGE'],
    ['one for key encipherment', { keyUsage: keyUsage(2) }, 'CERTIFICATE_KEY_USAGE'],
    ['one without extended key usage', { extendedKeyUsage: undefined }, 'CERTIFICATE_NOT_CODE_SIGNING'],
    [
      'one for TLS servers',
      { extendedKeyUsage: extendedKeyUsage([SERVER_AUTH]) },
      'CERTIFICATE_NOT_CODE_SIGNING',
    ],
    [
      'one for any use',
      { extendedKeyUsage: extendedKeyUsage(['2.5.29.37.0']) },
      'CERTIFICATE_NOT_CODE_SIGNING',
    ],
    [
      'one for timestamping too',
      { extendedKeyUsage: extendedKeyUsage([CODE_SIGNING, TIME_STAMPING]) },
      'CERTIFICATE_NOT_CODE_SIGNING',
    ],
    [
      'one for OCSP answers too',
      { extendedKeyUsage: extendedKeyUsage([CODE_SIGNING, OCSP_SIGNING]) },
      'CERTIFICATE_NOT_CODE_SIGNING',
    ],
    [
      'one for any use too',
      { extendedKeyUsage: extendedKeyUsage([CODE_SIGNING, '2.5.29.37.0']) },
      'CERTIFICATE_NOT_CODE_SIGNING',
    ],
    [
      'an unknown critical extension',
      { odd: extension('1.2.3.4', der.nullValue(), true) },
      'CERTIFICATE_CRITICAL_EXTENSION',
    ],
    [
      'a precertificate',
      { poison: extension('1.3.6.1.4.1.11129.2.4.3', der.nullValue(), true) },
      'CERTIFICATE_CRITICAL_EXTENSION',
    ],
    ['no name', { subjectAltName: undefined }, 'CERTIFICATE_SAN_COUNT'],
    ['an empty list of names', { subjectAltName: subjectAltName() }, 'CERTIFICATE_SAN_COUNT'],
    [
      'two names',
      { subjectAltName: subjectAltName(email('a@x.test'), email('b@x.test')) },
      'CERTIFICATE_SAN_COUNT',
    ],
    [
      'two names of which one is not readable',
      { subjectAltName: subjectAltName(email('a@x.test'), der.element(0x88, Uint8Array.of(42))) },
      'CERTIFICATE_SAN_COUNT',
    ],
    ['a host name', { subjectAltName: subjectAltName(dns('x.test')) }, 'CERTIFICATE_SAN_UNSUPPORTED'],
    [
      'a foreign otherName',
      { subjectAltName: subjectAltName(otherName('1.2.3', 'x')) },
      'CERTIFICATE_SAN_UNSUPPORTED',
    ],
    [
      'a name with a line break',
      { subjectAltName: subjectAltName(email('a@x.test\n[GNUPG:] GOODSIG')) },
      'CERTIFICATE_SAN_UNSUPPORTED',
    ],
    ['an empty name', { subjectAltName: subjectAltName(email('')) }, 'CERTIFICATE_SAN_UNSUPPORTED'],
    ['no issuer', { issuerV1: undefined, issuerV2: undefined }, 'CERTIFICATE_ISSUER_MISSING'],
    ['an empty issuer', { issuerV1: fulcio(1, ''), issuerV2: undefined }, 'CERTIFICATE_ISSUER_MISSING'],
    ['two different issuers', { issuerV1: fulcio(1, 'https://other.test') }, 'CERTIFICATE_MALFORMED'],
    [
      'an issuer that is not UTF-8',
      { issuerV1: extension('1.3.6.1.4.1.57264.1.1', Uint8Array.of(0xff)), issuerV2: undefined },
      'CERTIFICATE_MALFORMED',
    ],
    [
      'an issuer with bytes behind it',
      { issuerV2: extension('1.3.6.1.4.1.57264.1.8', Uint8Array.of(...der.utf8String('a'), 0)) },
      'CERTIFICATE_MALFORMED',
    ],
    ['a malformed key usage', { keyUsage: extension('2.5.29.15', utf8('x'), true) }, 'CERTIFICATE_MALFORMED'],
  ];
  for (const [what, replace, reason] of refusals) {
    it(`refuses ${what}: ${reason}`, () => assert.equal(reasonWith(replace), reason));
  }

  it('names the purpose next to code signing when it refuses extended key usage', () => {
    const purposes = extendedKeyUsage([CODE_SIGNING, '2.5.29.37.0']);
    const problem = checkLeaf(issueLeaf(root, { extendedKeyUsage: purposes }).certificate);
    assert.deepEqual(problem, {
      reason: 'CERTIFICATE_NOT_CODE_SIGNING',
      detail: 'extended key usage 2.5.29.37.0 next to code signing',
    });
  });

  it('says how many names a certificate has', () => {
    for (const [names, detail] of [
      [subjectAltName(), '0 subject alternative names instead of exactly one'],
      [
        subjectAltName(email('a@x.test'), email('b@x.test')),
        '2 subject alternative names instead of exactly one',
      ],
    ] as const)
      assert.equal(checkLeaf(issueLeaf(root, { subjectAltName: names }).certificate)?.detail, detail);
  });

  for (const code of [0, 0x1f, 0x7f, 0x9f])
    it(`refuses an issuer with the control character ${code}, even in the middle`, () => {
      const issuer = `https://${String.fromCharCode(code)}.test`;
      assert.equal(reasonWith({ issuerV1: undefined, issuerV2: fulcio(8, issuer) }), 'CERTIFICATE_MALFORMED');
    });

  it('reports a missing issuer last: only when nothing else is wrong', () => {
    const none = { issuerV1: undefined, issuerV2: undefined };
    assert.equal(reasonWith({ ...none, subjectAltName: undefined }), 'CERTIFICATE_SAN_COUNT');
    const weak = issueLeaf(root, none, { key: newKey('rsa-1024') });
    assert.equal(checkLeaf(weak.certificate)?.reason, 'CERTIFICATE_KEY_UNSUPPORTED');
  });

  it('does not report a bug of the program as an error of the certificate', () => {
    const { certificate } = issueLeaf(root);
    const broken = Object.defineProperty({ ...certificate }, 'extensions', {
      get: () => {
        throw new RangeError('a fault');
      },
    });
    assert.throws(() => checkLeaf(broken), RangeError);
  });

  it('refuses an RSA key under 2048 bits and accepts the other kinds', () => {
    const problem = (kind: Parameters<typeof newKey>[0]) =>
      checkLeaf(issueLeaf(root, {}, { key: newKey(kind) }).certificate)?.reason;
    assert.equal(problem('rsa-1024'), 'CERTIFICATE_KEY_UNSUPPORTED');
    for (const kind of ['P-256', 'P-384', 'P-521', 'rsa', 'ed25519'] as const)
      assert.equal(problem(kind), undefined, kind);
  });
});

describe('readSigner', () => {
  it('reads raw claims and DER claims under their names', () => {
    const { certificate } = issueLeaf(root, {
      trigger: fulcio(2, 'push'),
      owner: fulcio(16, 'https://github.com/octo'),
      subject: fulcio(24, 'repo:octo/demo'),
    });
    assert.deepEqual(readSigner(certificate), {
      subject: 'dev@waxseal.test',
      subjectType: 'email',
      issuer: 'https://issuer.test',
      claims: {
        githubWorkflowTrigger: 'push',
        sourceRepositoryOwnerUri: 'https://github.com/octo',
        tokenSubject: 'repo:octo/demo',
      },
    });
  });

  it('names nobody when there are two names', () => {
    const names = subjectAltName(email('a@x.test'), uri('https://x.test'));
    const { certificate } = issueLeaf(root, { subjectAltName: names });
    assert.equal(readSigner(certificate), undefined);
    assert.deepEqual(subjectAlternativeNames(certificate), [
      { type: 'email', value: 'a@x.test' },
      { type: 'uri', value: 'https://x.test' },
    ]);
  });
});
