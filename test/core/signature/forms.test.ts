import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { Certificate } from '../../../core/certificate/index.js';
import { concatBytes, der, encodePem, utf8 } from '../../../core/encoding/index.js';
import {
  buildCms,
  CmsError,
  type CmsErrorCode,
  type CmsSignature,
  decodeArmor,
  digestAlgorithm,
  encodeArmor,
  findSignerCertificate,
  parseCms,
  parseSignedData,
  singleValue,
} from '../../../core/signature/index.js';
import { TestInstance } from '../../support/instance.js';
import { signedCommit } from '../../support/signed-commit.js';
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

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const TIMESTAMP = '1.2.840.113549.1.9.16.2.14';
const LOG_ENTRY = '1.3.6.1.4.1.57264.3.1';
const BY_KEY = der.element(0x80, Uint8Array.of(1, 2));
const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));

function refused(bytes: Uint8Array, message: string, code: CmsErrorCode = 'CMS_MALFORMED'): void {
  throws(() => parseCms(bytes), new CmsError(code, message));
}

const signed = (...attributes: Uint8Array[]) => signedData({ signers: [signerInfo({ signed: attributes })] });
const unsigned = (...attributes: Uint8Array[]) =>
  signedData({ signers: [signerInfo({ unsigned: attributes })] });

test('the number of attributes, values, certificates, algorithms and tokens is limited', () => {
  const attributes = (count: number) => list(count, (i) => attribute(`1.2.${i}`, der.nullValue()));
  const values = (count: number) => attribute('1.2.3', ...list(count, () => der.nullValue()));
  const tooMany = 'there are too many attributes or values of one';
  equal(parseCms(signed(CONTENT_TYPE, DIGEST, ...attributes(30))).digestAlgorithm, 'sha256');
  refused(signed(CONTENT_TYPE, DIGEST, ...attributes(31)), tooMany);
  equal(parseCms(unsigned(...attributes(32))).digestAlgorithm, 'sha256');
  refused(unsigned(...attributes(33)), tooMany);
  equal(parseCms(signed(CONTENT_TYPE, DIGEST, values(16))).digestAlgorithm, 'sha256');
  refused(signed(CONTENT_TYPE, DIGEST, values(17)), tooMany);
  refused(signed(CONTENT_TYPE, DIGEST, values(0)), 'attribute 1.2.3 has no value');
  const tokens = (count: number) => attribute(TIMESTAMP, ...list(count, (i) => der.sequence(der.integer(i))));
  deepEqual(
    parseCms(unsigned(tokens(4))).timestampTokens,
    list(4, (i) => der.sequence(der.integer(i))),
  );
  refused(unsigned(tokens(5)), 'there are more than 4 timestamp tokens');
  const bag = (count: number) =>
    parseSignedData(signedData({ certificates: list(count, (i) => der.sequence(der.integer(i))) }), {
      contentType: ID_DATA,
      detached: true,
    }).certificates;
  deepEqual(
    bag(16),
    list(16, (i) => der.sequence(der.integer(i))),
  );
  throws(() => bag(17), new CmsError('CMS_MALFORMED', 'there are more than 16 certificates'));
});

/** A SignedData with the given digestAlgorithms and the given parts after the content. */
function raw(digests: readonly Uint8Array[], ...rest: readonly Uint8Array[]): Uint8Array {
  const data = der.sequence(
    der.integer(1),
    der.element(0x31, ...digests),
    der.sequence(der.oid(ID_DATA)),
    ...rest,
  );
  return der.sequence(der.oid('1.2.840.113549.1.7.2'), der.explicit(0, data));
}

test('digestAlgorithms lists the signer’s digest among at most 16', () => {
  const algorithm = (oid: string, ...parameters: Uint8Array[]) => der.sequence(der.oid(oid), ...parameters);
  const signers = der.element(0x31, signerInfo());
  const others = (count: number) => list(count, (i) => algorithm(`1.2.${i}`));
  equal(parseCms(raw([...others(15), algorithm(SHA256)], signers)).digestAlgorithm, 'sha256');
  equal(parseCms(raw([algorithm(SHA256, der.nullValue())], signers)).digestAlgorithm, 'sha256');
  refused(raw([...others(16), algorithm(SHA256)], signers), 'there are too many digest algorithms');
  const missing = 'digestAlgorithms does not list the digest the signer used';
  refused(raw([], signers), missing);
  refused(raw(others(2), signers), missing);
  refused(
    raw([algorithm(SHA256, der.nullValue(), der.nullValue())], signers),
    'data after the end of a digest algorithm',
  );
});

test('certificates come before revocation lists, and both may be missing or empty', () => {
  const digests = [der.sequence(der.oid(SHA256))];
  const signers = der.element(0x31, signerInfo());
  for (const between of [[], [implicit(0)], [implicit(1)], [implicit(0), implicit(1, der.sequence())]])
    deepEqual(parseCms(raw(digests, ...between, signers)).certificates, []);
  throws(() => parseCms(raw(digests, implicit(1), implicit(0), signers)), { code: 'CMS_MALFORMED' });
  throws(() => parseCms(raw(digests, implicit(2), signers)), { code: 'CMS_MALFORMED' });
  throws(() => parseCms(raw(digests, implicit(0, der.integer(1)), signers)), { code: 'CMS_MALFORMED' });
  refused(raw(digests, signers, der.nullValue()), 'data after the end of SignedData');
});

test('nothing else may stand next to the parts of the structure', () => {
  const good = signedData();
  const inner = der.sequence(der.integer(1));
  const outer = (...items: Uint8Array[]) => der.sequence(der.oid('1.2.840.113549.1.7.2'), ...items);
  refused(concatBytes(good, Uint8Array.of(0)), 'there is data after the CMS signature', 'CMS_TRAILING_DATA');
  refused(outer(der.explicit(0, inner), der.nullValue()), 'data after the end of the CMS ContentInfo');
  refused(outer(der.explicit(0, inner, der.nullValue())), 'data after the end of SignedData');
  refused(outer(der.explicit(1, inner)), 'the SignedData has tag 0xa1, not 0xa0');
  refused(signedData({ contentInfoType: '1.2.840.113549.1.7.3' }), 'the CMS structure is not SignedData');
  refused(signedData({ tail: der.nullValue() }), 'data after the end of SignedData');
  refused(signedData({ signers: [] }), 'nobody signed: there is no SignerInfo', 'CMS_SIGNER_COUNT');
  refused(
    signedData({ signers: [signerInfo(), signerInfo()] }),
    'there is more than one SignerInfo',
    'CMS_SIGNER_COUNT',
  );
  const more = signedData({ signers: [der.sequence(...[signerInfo().subarray(2)], der.nullValue())] });
  refused(more, 'data after the end of SignerInfo');
  const longAttribute = der.sequence(der.oid('1.2.3'), der.element(0x31, der.nullValue()), der.nullValue());
  refused(signed(CONTENT_TYPE, DIGEST, longAttribute), 'data after the end of an attribute');
  const longName = der.sequence(der.sequence(), der.integer(7), der.nullValue());
  refused(
    signedData({ signers: [signerInfo({ sid: longName })] }),
    'data after the end of issuerAndSerialNumber',
  );
});

test('versions follow RFC 5652 from the content type and the form of the signer’s name', () => {
  const expected = { contentType: ID_DATA, detached: true };
  const byKey = [signerInfo({ version: 3, sid: BY_KEY })];
  equal(parseSignedData(signedData(), expected).version, 1);
  equal(parseSignedData(signedData({ version: 3, signers: byKey }), expected).version, 3);
  refused(signedData({ version: 3 }), 'SignedData version 3, not 1');
  refused(signedData({ version: 1, signers: byKey }), 'SignedData version 1, not 3');
  refused(signedData({ version: 4, signers: byKey }), 'SignedData version 4, not 3');
  refused(signedData({ signers: [signerInfo({ version: 2 })] }), 'SignerInfo version 2');
  refused(signedData({ signers: [signerInfo({ version: 4, sid: BY_KEY })] }), 'SignerInfo version 4');
  const tst = attribute('1.2.840.113549.1.9.3', der.oid(TST_INFO));
  const token = (version: number) =>
    parseSignedData(
      signedData({
        version,
        contentType: TST_INFO,
        content: der.octetString(utf8('x')),
        signers: [signerInfo({ signed: [tst, DIGEST] })],
      }),
      { contentType: TST_INFO, detached: false },
    );
  equal(token(3).contentType, TST_INFO);
  throws(() => token(1), new CmsError('CMS_MALFORMED', 'SignedData version 1, not 3'));
});

test('content is detached or embedded as the caller expects, in one OCTET STRING', () => {
  const inside = (content?: Uint8Array) =>
    parseSignedData(signedData({ ...(content && { content }) }), { contentType: ID_DATA, detached: false })
      .content;
  deepEqual(inside(der.octetString(utf8('x'))), utf8('x'));
  deepEqual(inside(der.octetString(new Uint8Array())), new Uint8Array());
  throws(() => inside(), new CmsError('CMS_MALFORMED', 'the content is missing'));
  throws(() => inside(der.integer(1)), { code: 'CMS_MALFORMED' });
  throws(
    () => inside(concatBytes(der.octetString(utf8('x')), der.nullValue())),
    new CmsError('CMS_MALFORMED', 'data after the end of the content'),
  );
  refused(
    signedData({ content: der.octetString(utf8('x')) }),
    'the signature carries content of its own',
    'CMS_NOT_DETACHED',
  );
  refused(
    signedData({ contentType: TST_INFO }),
    `the content is of type ${TST_INFO}, not ${ID_DATA}`,
    'CMS_CONTENT_TYPE_WRONG',
  );
  refused(
    signed(attribute('1.2.840.113549.1.9.3', der.oid(TST_INFO)), DIGEST),
    'the contentType attribute is not the type of the content',
    'CMS_CONTENT_TYPE_WRONG',
  );
});

test('required attributes occur once, with one value of the right type', () => {
  const missing = 'the contentType or messageDigest attribute is missing';
  refused(signed(DIGEST), missing);
  refused(signed(CONTENT_TYPE), missing);
  refused(
    signed(CONTENT_TYPE, CONTENT_TYPE, DIGEST),
    'attribute 1.2.840.113549.1.9.3 is there twice',
    'CMS_ATTRIBUTE_DUPLICATE',
  );
  const digest = (...values: Uint8Array[]) =>
    signed(CONTENT_TYPE, attribute('1.2.840.113549.1.9.4', ...values));
  const wrong = 'attribute 1.2.840.113549.1.9.4 does not have one value of its type';
  refused(digest(der.integer(1)), wrong);
  refused(digest(der.octetString(utf8('a')), der.octetString(utf8('b'))), wrong);
  deepEqual(parseCms(digest(der.octetString(utf8('a')))).messageDigest, utf8('a'));
  equal(singleValue([], '1.2.3', [5]), undefined);
  throws(
    () => singleValue([{ oid: '1.2.3', values: [] }], '1.2.3', [5]),
    new CmsError('CMS_MALFORMED', 'attribute 1.2.3 does not have one value of its type'),
  );
});

test('the signing time is a UTCTime or a GeneralizedTime, and is optional', () => {
  const time = (value: Uint8Array) =>
    parseCms(signed(CONTENT_TYPE, DIGEST, attribute('1.2.840.113549.1.9.5', value))).signingTime;
  equal(time(der.element(0x17, utf8('260101000000Z'))), 1_767_225_600);
  equal(time(der.element(0x18, utf8('20260101000000Z'))), 1_767_225_600);
  equal(time(der.element(0x17, utf8('700101000000Z'))), 0);
  throws(() => time(der.element(0x17, utf8('x'))), { name: 'CmsError', code: 'CMS_MALFORMED' });
  equal(parseCms(signedData()).signingTime, undefined);
});

test('a digest algorithm is accepted, refused as weak, or unknown, by its OID', () => {
  for (const [oid, name] of [
    ['2.16.840.1.101.3.4.2.1', 'sha256'],
    ['2.16.840.1.101.3.4.2.2', 'sha384'],
    ['2.16.840.1.101.3.4.2.3', 'sha512'],
    ['2.16.840.1.101.3.4.2.8', undefined],
    ['1.2.840.113549.2.7', undefined],
  ] as const)
    equal(digestAlgorithm(oid), name);
  for (const [oid, name] of [
    ['1.2.840.113549.2.2', 'MD2'],
    ['1.2.840.113549.2.4', 'MD4'],
    ['1.2.840.113549.2.5', 'MD5'],
    ['1.3.14.3.2.26', 'SHA-1'],
    ['1.3.36.3.2.1', 'RIPEMD-160'],
    ['2.16.840.1.101.3.4.2.4', 'SHA-224'],
  ] as const)
    throws(
      () => digestAlgorithm(oid),
      new CmsError('DIGEST_ALGORITHM_WEAK', `the signature rests on ${name}, which is not secure`),
    );
});

test('parameters of the signature’s algorithm are kept unless they are NULL', () => {
  const parameters = (...given: Uint8Array[]) => {
    const info = der.sequence(
      der.integer(1),
      SID,
      der.sequence(der.oid(SHA256)),
      implicit(0, CONTENT_TYPE, DIGEST),
      der.sequence(der.oid('1.2.840.113549.1.1.10'), ...given),
      der.octetString(Uint8Array.of(1, 2)),
    );
    const { signatureParameters, signatureAlgorithm, signature } = parseCms(signedData({ signers: [info] }));
    deepEqual([signatureAlgorithm, signature], ['1.2.840.113549.1.1.10', Uint8Array.of(1, 2)]);
    return signatureParameters;
  };
  equal(parameters(), undefined);
  equal(parameters(der.nullValue()), undefined);
  deepEqual(parameters(der.sequence(der.integer(3))), der.sequence(der.integer(3)));
});

test('the signer’s certificate is found by issuer and serial number, or by key identifier, at any position', () => {
  const certificate = (of: Partial<Certificate>) => ({ extensions: [], ...of }) as unknown as Certificate;
  const named = (issuer: number, serial: number) =>
    certificate({ issuer: der.sequence(der.integer(issuer)), serial: Uint8Array.of(serial) });
  const bag = [named(1, 2), named(2, 1), named(2, 2)];
  const sid = (issuer: number, serial: number) =>
    ({
      type: 'issuer-and-serial',
      issuer: der.sequence(der.integer(issuer)),
      serial: Uint8Array.of(serial),
    }) as const;
  equal(findSignerCertificate(sid(2, 2), bag), bag[2]);
  equal(findSignerCertificate(sid(1, 2), bag), bag[0]);
  equal(findSignerCertificate(sid(1, 1), bag), undefined);
  equal(findSignerCertificate(sid(1, 1), []), undefined);
  const withKey = (value: Uint8Array, oid = '2.5.29.14') =>
    certificate({ extensions: [{ oid, critical: false, value }] as unknown as Certificate['extensions'] });
  const byKey = { type: 'subject-key-identifier', keyIdentifier: Uint8Array.of(1, 2) } as const;
  const right = withKey(der.octetString(Uint8Array.of(1, 2)));
  const others = [
    certificate({}),
    withKey(der.octetString(Uint8Array.of(1, 3))),
    withKey(der.octetString(Uint8Array.of(1, 2)), '2.5.29.35'),
    withKey(der.integer(1)),
    withKey(utf8('x')),
  ];
  equal(findSignerCertificate(byKey, others), undefined);
  equal(findSignerCertificate(byKey, [...others, right]), right);
});

function madeBy(instance: TestInstance): CmsSignature {
  const commit = Buffer.from(signedCommit(instance).raw).toString('latin1');
  const [, armor = ''] = /gpgsig (-----BEGIN[\s\S]*?-----END SIGNED MESSAGE-----)/.exec(commit) ?? [];
  return parseCms(decodeArmor(utf8(`${armor.replaceAll('\n ', '\n')}\n`)));
}

function certificateOf(instance: TestInstance): Uint8Array {
  return madeBy(instance).signerCertificate?.der ?? new Uint8Array();
}

test('a signature is built again from its parts, with a log entry, a timestamp, both or neither', () => {
  const instance = new TestInstance();
  const original = madeBy(instance);
  const { signerCertificate, logEntry, signature, signedAttributes } = original;
  const certificate = signerCertificate?.der ?? new Uint8Array();
  const timestampToken = der.sequence(der.integer(1));
  for (const more of [
    {},
    { timestampToken },
    ...(logEntry ? [{ logEntry }, { logEntry, timestampToken }] : []),
  ]) {
    const built = parseCms(buildCms({ certificate, signedAttributes, signature, ...more }));
    deepEqual(built.timestampTokens, 'timestampToken' in more ? [timestampToken] : []);
    equal(built.logEntry?.logIndex, 'logEntry' in more ? logEntry?.logIndex : undefined);
    equal(built.logEntry?.body, undefined);
    deepEqual(built.signerCertificate?.der, certificate);
    deepEqual([built.signature, built.signedAttributes], [signature, signedAttributes]);
    equal(built.signatureAlgorithm, '1.2.840.10045.4.3.2');
  }
  const bare = buildCms({ certificate, signedAttributes, signature });
  const info = parseSignedData(bare, { contentType: ID_DATA, detached: true }).signer;
  deepEqual(info.unsigned, []);
  equal(original.logEntry !== undefined, true);
});

test('a log entry next to other values is refused; other values alone mean that there is no log entry', () => {
  const text = der.utf8String('x');
  equal(parseCms(unsigned(attribute(LOG_ENTRY, text, text))).logEntry, undefined);
  refused(
    unsigned(attribute(LOG_ENTRY, text, der.octetString(utf8('x')))),
    `attribute ${LOG_ENTRY} does not have one value of its type`,
  );
  throws(() => parseCms(unsigned(attribute(LOG_ENTRY, der.octetString(utf8('x'))))), {
    code: 'LOG_ENTRY_MALFORMED',
  });
  throws(() => parseCms(signedData({ certificates: [der.sequence()] })), { code: 'CERTIFICATE_MALFORMED' });
});

test('armor of 1.5 MiB is read, and one more byte is too large', () => {
  const size = (length: number) => utf8('x'.repeat(length));
  throws(
    () => decodeArmor(size(3 << 19)),
    (error) => error instanceof CmsError && !/too large/.test(error.message),
  );
  throws(
    () => decodeArmor(size((3 << 19) + 1)),
    new CmsError('ARMOR_MALFORMED', 'the armored signature is too large'),
  );
  deepEqual(decodeArmor(encodeArmor(Uint8Array.of(1, 2))), Uint8Array.of(1, 2));
  equal(
    Buffer.from(encodeArmor(Uint8Array.of(1, 2))).toString(),
    encodePem('SIGNED MESSAGE', Uint8Array.of(1, 2)),
  );
});

test('an error that is not about the signature is passed on', () => {
  class Broken extends Uint8Array {
    override subarray(): never {
      throw new TypeError('broken');
    }
  }
  const broken = (bytes: Uint8Array) => Broken.from(bytes) as Broken;
  throws(() => decodeArmor({ length: 9 } as never), TypeError);
  throws(() => parseSignedData(broken(signedData()), { contentType: ID_DATA, detached: true }), TypeError);
  const sid = { type: 'subject-key-identifier', keyIdentifier: Uint8Array.of(1) } as const;
  const value = broken(der.octetString(Uint8Array.of(1)));
  const certificate = {
    extensions: [{ oid: '2.5.29.14', critical: false, value }],
  } as unknown as Certificate;
  throws(() => findSignerCertificate(sid, [certificate]), TypeError);
  class Once extends Uint8Array<ArrayBuffer> {
    override subarray(from = 0, to = this.length) {
      return new Broken(this.buffer, this.byteOffset + from, to - from);
    }
  }
  const inBag = Once.from(signedData({ certificates: [certificateOf(new TestInstance())] }));
  throws(() => parseCms(inBag), TypeError);
});
