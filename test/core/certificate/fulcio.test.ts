import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fulcioIssuer } from '../../../core/certificate/fulcio.js';
import { type Certificate, readSigner } from '../../../core/certificate/index.js';
import { concatBytes, der, utf8 } from '../../../core/encoding/index.js';
import { issueAuthority, issueLeaf } from '../../support/pki.js';
import { email, extension, fulcio, subjectAltName } from '../../support/pki-extensions.js';

const ARC = '1.3.6.1.4.1.57264.1';
const root = issueAuthority('root');
const leaf = (replace: Parameters<typeof issueLeaf>[1]) => issueLeaf(root, replace).certificate;

// Fulcio docs/oid-info.md
const CLAIMS = {
  2: 'githubWorkflowTrigger',
  3: 'githubWorkflowSha',
  4: 'githubWorkflowName',
  5: 'githubWorkflowRepository',
  6: 'githubWorkflowRef',
  9: 'buildSignerUri',
  10: 'buildSignerDigest',
  11: 'runnerEnvironment',
  12: 'sourceRepositoryUri',
  13: 'sourceRepositoryDigest',
  14: 'sourceRepositoryRef',
  15: 'sourceRepositoryIdentifier',
  16: 'sourceRepositoryOwnerUri',
  17: 'sourceRepositoryOwnerIdentifier',
  18: 'buildConfigUri',
  19: 'buildConfigDigest',
  20: 'buildTrigger',
  21: 'runInvocationUri',
  22: 'sourceRepositoryVisibility',
  23: 'deploymentEnvironment',
  24: 'tokenSubject',
};

describe('a claim of Fulcio', () => {
  for (const [number, name] of Object.entries(CLAIMS))
    it(`${number} is ${name}`, () => {
      const { claims } = readSigner(leaf({ claim: fulcio(Number(number), `é${number}`) })) ?? {};
      assert.deepEqual(claims, { [name]: `é${number}` });
    });

  it('with another number, or from another arc, is not read', () => {
    const others = [`${ARC}.0`, `${ARC}.7`, `${ARC}.25`, `${ARC}.2.1`, '1.3.6.1.4.1.57264.2.9'];
    const extensions = others.map((oid) => [oid, extension(oid, der.utf8String('x'))]);
    assert.deepEqual(readSigner(leaf(Object.fromEntries(extensions)))?.claims, {});
  });

  for (const [what, number, value, code] of [
    ['an old one that is not UTF-8', 2, Uint8Array.of(0xff), 'TEXT_MALFORMED'],
    ['a new one that is no UTF8String', 9, der.octetString(utf8('x')), 'DER_UNEXPECTED_TAG'],
    [
      'a new one with more behind it',
      9,
      concatBytes(der.utf8String('x'), Uint8Array.of(0)),
      'DER_TRAILING_DATA',
    ],
  ] as const)
    it(`is refused: ${what}`, () => {
      assert.throws(() => readSigner(leaf({ claim: extension(`${ARC}.${number}`, value) })), { code });
    });
});

describe('the issuer Fulcio names', () => {
  const named = (v1: string | undefined, v2: string | undefined) =>
    leaf({
      issuerV1: v1 === undefined ? undefined : fulcio(1, v1),
      issuerV2: v2 === undefined ? undefined : fulcio(8, v2),
    });

  it('is read from the newer extension, else from the old one', () => {
    assert.equal(fulcioIssuer(named('a', 'a')), 'a');
    assert.equal(fulcioIssuer(named(undefined, 'b')), 'b');
    assert.equal(fulcioIssuer(named('c', undefined)), 'c');
    assert.equal(fulcioIssuer(named('', undefined)), '');
    assert.equal(fulcioIssuer(named(undefined, undefined)), undefined);
  });

  it('is nobody when both extensions exist and differ, even if one is empty', () => {
    for (const [v1, v2] of [
      ['a', 'b'],
      ['', 'b'],
      ['a', ''],
    ] as const)
      assert.throws(() => fulcioIssuer(named(v1, v2)), { code: 'DER_BAD_VALUE' });
  });

  it('is empty for a signer when the certificate states none', () => {
    assert.equal(readSigner(named(undefined, undefined))?.issuer, '');
  });

  it('is read once for repeated questions, and again for another certificate', () => {
    const certificate = named('a', 'a');
    let reads = 0;
    const watched: Certificate = Object.defineProperty({ ...certificate }, 'extensions', {
      get: () => {
        reads += 1;
        return certificate.extensions;
      },
    });
    assert.equal(fulcioIssuer(watched), 'a');
    const first = reads;
    assert.equal(fulcioIssuer(watched), 'a');
    assert.equal(reads, first);
    assert.equal(fulcioIssuer(named('b', 'b')), 'b');
    assert.equal(fulcioIssuer(watched), 'a');
  });
});

describe('a signer', () => {
  it('is nobody without a name, or with two names', () => {
    assert.equal(readSigner(leaf({ subjectAltName: undefined })), undefined);
    assert.equal(
      readSigner(leaf({ subjectAltName: subjectAltName(email('a@x.test'), email('b@x.test')) })),
      undefined,
    );
  });
});
