import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bytesField, concatBytes, der, utf8 } from '../../../core/encoding/index.js';
import { CmsError, findSignerCertificate, parseCms, parseSignedData } from '../../../core/signature/index.js';
import { signedObjects } from '../../support/objects.js';
import { random } from '../../support/random.js';
import { sharedDir } from '../../support/shared.js';
import {
  attribute,
  CONTENT_TYPE,
  DIGEST,
  ID_DATA,
  implicit,
  SHA256,
  SID,
  signedData,
  signerInfo,
} from './pieces.js';

function refused(code: string, cases: Record<string, Uint8Array>): void {
  for (const [name, bytes] of Object.entries(cases))
    throws(() => parseCms(bytes), { name: 'CmsError', code }, name);
}

const LOG_ENTRY = '1.3.6.1.4.1.57264.3.1';
const TIMESTAMP = '1.2.840.113549.1.9.16.2.14';
const unsigned = (...attributes: Uint8Array[]): Uint8Array =>
  signedData({ signers: [signerInfo({ unsigned: attributes })] });
const signed = (...attributes: Uint8Array[]): Uint8Array =>
  signedData({ signers: [signerInfo({ signed: attributes })] });
const entry = concatBytes(
  bytesField(2, bytesField(1, new Uint8Array(32))),
  bytesField(3, concatBytes(bytesField(1, utf8('hashedrekord')), bytesField(2, utf8('0.0.1')))),
);

test('a minimal signature is parsed', () => {
  const cms = parseCms(signedData());
  equal(cms.digestAlgorithm, 'sha256');
  equal(cms.signatureAlgorithm, '1.2.840.10045.4.3.2');
  equal(cms.contentType, ID_DATA);
  deepEqual(cms.messageDigest, new Uint8Array(32));
  deepEqual(cms.certificates, []);
  equal(cms.signerCertificate, undefined);
  equal(cms.signingTime, undefined);
  equal(cms.logEntry, undefined);
  deepEqual(cms.timestampTokens, []);
});

test('signed attributes are kept in the order received, with the tag of a SET', () => {
  const unsorted = parseCms(signed(DIGEST, CONTENT_TYPE));
  deepEqual(unsorted.signedAttributes, der.element(0x31, DIGEST, CONTENT_TYPE));
});

test('data after the signature is refused with its own error code', () => {
  refused('CMS_TRAILING_DATA', {
    'a zero': concatBytes(signedData(), Uint8Array.of(0)),
    'another signature': concatBytes(signedData(), signedData()),
  });
});

test('a signature with embedded content is refused', () => {
  refused('CMS_NOT_DETACHED', {
    content: signedData({ content: der.octetString(utf8('x')) }),
    'empty content': signedData({ content: der.octetString(new Uint8Array()) }),
  });
});

test('no signer, or more than one, is refused', () => {
  refused('CMS_SIGNER_COUNT', {
    none: signedData({ signers: [] }),
    two: signedData({ signers: [signerInfo(), signerInfo()] }),
  });
});

test('a duplicate attribute is refused, signed or not', () => {
  refused('CMS_ATTRIBUTE_DUPLICATE', {
    'two contentType': signed(CONTENT_TYPE, CONTENT_TYPE, DIGEST),
    'two messageDigest': signed(CONTENT_TYPE, DIGEST, DIGEST),
    'two of another type': signed(
      CONTENT_TYPE,
      DIGEST,
      attribute('1.2.3', der.nullValue()),
      attribute('1.2.3', der.integer(1)),
    ),
    'two log entries': unsigned(
      attribute(LOG_ENTRY, der.octetString(entry)),
      attribute(LOG_ENTRY, der.octetString(entry)),
    ),
    'two timestamps': unsigned(attribute(TIMESTAMP, der.sequence()), attribute(TIMESTAMP, der.sequence())),
  });
});

test('content of another type is refused, in the SignedData or in the attribute', () => {
  refused('CMS_CONTENT_TYPE_WRONG', {
    'in the SignedData': signedData({ contentType: '1.2.840.113549.1.9.16.1.4' }),
    'in the attribute': signed(
      attribute('1.2.840.113549.1.9.3', der.oid('1.2.840.113549.1.9.16.1.4')),
      DIGEST,
    ),
  });
});

test('a weak digest is refused by name, an unknown one is left to the verifier', () => {
  const digest = (oid: string): Uint8Array =>
    signedData({ digest: oid, signers: [signerInfo({ digest: oid })] });
  refused('DIGEST_ALGORITHM_WEAK', { 'SHA-1': digest('1.3.14.3.2.26'), MD5: digest('1.2.840.113549.2.5') });
  equal(parseCms(digest('2.16.840.1.101.3.4.2.3')).digestAlgorithm, 'sha512');
  equal(parseCms(digest('2.16.840.1.101.3.4.2.8')).digestAlgorithm, undefined);
});

test('anything but a SignedData of RFC 5652 in DER is refused', () => {
  const good = signedData();
  refused('CMS_MALFORMED', {
    nothing: new Uint8Array(),
    'cut short': good.subarray(0, -1),
    'another ContentInfo': signedData({ contentInfoType: '1.2.840.113549.1.7.3' }),
    'an indefinite length': concatBytes(Uint8Array.of(0x30, 0x80), good.subarray(2), new Uint8Array(2)),
    'version 2': signedData({ version: 2 }),
    'version 3 for id-data and a signer named by issuer': signedData({ version: 3 }),
    'a digest that digestAlgorithms does not list': signedData({ digest: '2.16.840.1.101.3.4.2.3' }),
    'something after the signers': signedData({ tail: der.nullValue() }),
    'no contentType': signed(DIGEST),
    'no messageDigest': signed(CONTENT_TYPE),
    'no signed attributes at all': signed(),
    'two values of messageDigest': signed(
      CONTENT_TYPE,
      attribute(
        '1.2.840.113549.1.9.4',
        der.octetString(new Uint8Array(32)),
        der.octetString(new Uint8Array(32)),
      ),
    ),
    'a messageDigest that is no OCTET STRING': signed(
      CONTENT_TYPE,
      attribute('1.2.840.113549.1.9.4', der.integer(1)),
    ),
    'an attribute without values': signed(CONTENT_TYPE, DIGEST, attribute('1.2.3')),
    'a signing time that is text': signed(
      CONTENT_TYPE,
      DIGEST,
      attribute('1.2.840.113549.1.9.5', der.utf8String('x')),
    ),
    'a signer of version 2': signedData({ signers: [signerInfo({ version: 2 })] }),
    'a signer of version 3 named by issuer': signedData({ signers: [signerInfo({ version: 3 })] }),
    'a signer of version 1 named by key': signedData({
      signers: [signerInfo({ sid: der.element(0x80, Uint8Array.of(1)) })],
    }),
    '33 attributes': signed(
      CONTENT_TYPE,
      DIGEST,
      ...Array.from({ length: 31 }, (_, n) => attribute(`1.2.${n}`, der.nullValue())),
    ),
    '17 values': signed(
      CONTENT_TYPE,
      DIGEST,
      attribute('1.2.3', ...Array.from({ length: 17 }, () => der.nullValue())),
    ),
    '17 certificates': signedData({ certificates: Array.from({ length: 17 }, () => der.sequence()) }),
    'five timestamp tokens': unsigned(
      attribute(TIMESTAMP, ...Array.from({ length: 5 }, () => der.sequence())),
    ),
  });
  refused('CERTIFICATE_MALFORMED', {
    'an empty certificate': signedData({ certificates: [der.sequence()] }),
  });
});

describe('the embedded log entry', () => {
  test('is read from an OCTET STRING', () => {
    equal(parseCms(unsigned(attribute(LOG_ENTRY, der.octetString(entry)))).logEntry?.kind, 'hashedrekord');
  });

  test('is absent in the experimental form of 2023, whose values have other types', () => {
    for (const value of [der.integer(5), der.utf8String('x'), der.element(0x13, utf8('x'))])
      equal(parseCms(unsigned(attribute(LOG_ENTRY, value))).logEntry, undefined);
  });

  test('is refused when it is not one TransparencyLogEntry', () => {
    refused('LOG_ENTRY_MALFORMED', { rubbish: unsigned(attribute(LOG_ENTRY, der.octetString(utf8('x')))) });
    refused('CMS_MALFORMED', {
      'two values': unsigned(attribute(LOG_ENTRY, der.octetString(entry), der.octetString(entry))),
      'an integer beside it': unsigned(attribute(LOG_ENTRY, der.integer(5), der.octetString(entry))),
    });
  });
});

test('a signer can be named by subject key identifier', () => {
  const sid = der.element(0x80, Uint8Array.of(1, 2));
  const { signer } = parseSignedData(signedData({ version: 3, signers: [signerInfo({ version: 3, sid })] }), {
    contentType: ID_DATA,
    detached: true,
  });
  deepEqual(signer.sid, { type: 'subject-key-identifier', keyIdentifier: Uint8Array.of(1, 2) });
});

test('a certificate with only the serial number or only the issuer of the signer is not the signer’s', (t) => {
  const [one] = signedObjects('fixtures/production-commits', /^[0-9a-f]{40}$/);
  const certificate = one?.cms.signerCertificate;
  if (!certificate) return t.skip('no shared test material');
  const { issuer, serial } = certificate;
  const sid = { type: 'issuer-and-serial', issuer, serial } as const;
  equal(findSignerCertificate(sid, [certificate]), certificate);
  const otherIssuer = { ...certificate, issuer: der.sequence() };
  const otherSerial = { ...certificate, serial: Uint8Array.of(9) };
  equal(findSignerCertificate(sid, [otherIssuer, otherSerial]), undefined);
  equal(findSignerCertificate(sid, [otherIssuer, otherSerial, certificate]), certificate);
});

test('content that must be embedded is returned, and must be there', () => {
  const contentType = '1.2.840.113549.1.9.16.1.4';
  const signers = [
    signerInfo({ signed: [attribute('1.2.840.113549.1.9.3', der.oid(contentType)), DIGEST], sid: SID }),
  ];
  const token = signedData({ version: 3, contentType, content: der.octetString(utf8('tst')), signers });
  deepEqual(parseSignedData(token, { contentType, detached: false }).content, utf8('tst'));
  throws(() => parseSignedData(signedData({ contentType, signers }), { contentType, detached: false }), {
    code: 'CMS_MALFORMED',
  });
});

test('revocation lists are skipped', () => {
  const crls = implicit(1, der.sequence());
  const data = der.sequence(
    der.integer(1),
    der.element(0x31, der.sequence(der.oid(SHA256))),
    der.sequence(der.oid(ID_DATA)),
    crls,
    der.element(0x31, signerInfo()),
  );
  equal(
    parseCms(der.sequence(der.oid('1.2.840.113549.1.7.2'), der.explicit(0, data))).digestAlgorithm,
    'sha256',
  );
});

const production = sharedDir('fixtures/production-commits');

describe('signatures of the public instance', { skip: production.skip }, () => {
  const objects = signedObjects('fixtures/production-commits', /^[0-9a-f]{40}$/);

  test('each carries the certificate of its signer', () => {
    for (const { name, cms } of objects) ok(cms.signerCertificate, name);
  });

  test('random damage gives typed errors only', () => {
    const { below, pick } = random(5652);
    let refusals = 0;
    for (let round = 0; round < 4000; round++) {
      const bytes = Uint8Array.from(pick(objects).der);
      for (let flips = below(3); flips >= 0; flips--) bytes[below(bytes.length)] = below(256);
      try {
        parseCms(pick([bytes, bytes, bytes.subarray(0, below(bytes.length))]));
      } catch (error) {
        ok(error instanceof CmsError, String(error));
        refusals++;
      }
    }
    ok(refusals > 1000, `${refusals} refused`);
  });
});
