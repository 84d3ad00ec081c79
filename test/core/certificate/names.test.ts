import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameText, subjectAlternativeNames } from '../../../core/certificate/index.js';
import { readableText } from '../../../core/certificate/name.js';
import { concatBytes, der, TAG, utf8 } from '../../../core/encoding/index.js';
import { commonName, issue } from '../../support/pki.js';
import { dns, email, otherName, subjectAltName, uri } from '../../support/pki-extensions.js';

const FULCIO_USERNAME = '1.3.6.1.4.1.57264.1.7';
const ip = (...octets: number[]) => der.element(0x87, Uint8Array.from(octets));
const having = (...names: Uint8Array[]) => issue({ extensions: [subjectAltName(...names)] }).certificate;

describe('subject alternative names', () => {
  const kinds: [string, Uint8Array, string, string][] = [
    ['an e-mail address', email('dev@x.test'), 'email', 'dev@x.test'],
    ['a host', dns('x.test'), 'dns', 'x.test'],
    ['a URI', uri('https://x.test/a'), 'uri', 'https://x.test/a'],
    ['an IPv4 address', ip(192, 0, 2, 17), 'ip', '192.0.2.17'],
    [
      'an IPv6 address',
      ip(0x20, 1, 0xd, 0xb8, 0, 0xa1, 2, 3, 4, 5, 6, 7, 0x80, 0, 0xff, 0xfe),
      'ip',
      '2001:db8:a1:203:405:607:8000:fffe',
    ],
    ['a username of Fulcio', otherName(FULCIO_USERNAME, 'al!x'), 'otherName', 'al!x'],
    ['another otherName', otherName('1.2.3', 'x'), 'unsupported', ''],
    ['a directory name', der.explicit(4, commonName('x')), 'unsupported', ''],
    ['a registered identifier', der.element(0x88, Uint8Array.of(42)), 'unsupported', ''],
  ];
  for (const [what, name, type, value] of kinds)
    it(`${what} is ${value === '' ? 'listed without a value' : 'read'}`, () => {
      assert.deepEqual(subjectAlternativeNames(having(name)), [{ type, value }]);
    });

  it('keep their order, and belong to the requested certificate', () => {
    const two = having(email('a@x.test'), dns('b.test'));
    const values = () => subjectAlternativeNames(two).map(({ value }) => value);
    assert.deepEqual(values(), ['a@x.test', 'b.test']);
    assert.deepEqual(subjectAlternativeNames(issue({ extensions: [] }).certificate), []);
    assert.deepEqual(values(), ['a@x.test', 'b.test']);
  });

  it('are parsed once for repeated questions', () => {
    const certificate = having(email('a@x.test'));
    assert.equal(subjectAlternativeNames(certificate), subjectAlternativeNames(certificate));
  });

  const username = (value: Uint8Array, ...more: Uint8Array[]) =>
    der.explicit(0, der.oid(FULCIO_USERNAME), der.explicit(0, value), ...more);
  const refused: [string, Uint8Array, string][] = [
    ['an address with a character outside ASCII', email('dév@x.test'), 'DER_BAD_VALUE'],
    ['a host with a character outside ASCII', dns('é.test'), 'DER_BAD_VALUE'],
    ['an IP address of 5 octets', ip(1, 2, 3, 4, 5), 'DER_BAD_VALUE'],
    ['an IP address of 17 octets', ip(...new Uint8Array(17)), 'DER_BAD_VALUE'],
    ['a username that is not UTF-8', username(der.element(TAG.ia5String, utf8('x'))), 'DER_UNEXPECTED_TAG'],
    [
      'a username of two values',
      username(concatBytes(der.utf8String('a'), der.utf8String('b'))),
      'DER_TRAILING_DATA',
    ],
    ['a username with more behind it', username(der.utf8String('a'), der.nullValue()), 'DER_TRAILING_DATA'],
  ];
  for (const [what, name, code] of refused)
    it(`${what} is refused: ${code}`, () => {
      assert.throws(() => subjectAlternativeNames(having(name)), { code });
    });

  it('are limited to a hundred', () => {
    const many = (count: number) => having(...Array.from({ length: count }, () => email('a@x.test')));
    assert.equal(subjectAlternativeNames(many(100)).length, 100);
    assert.throws(() => subjectAlternativeNames(many(101)), { code: 'DER_TOO_LARGE' });
  });
});

describe('the text of a name', () => {
  const attribute = (oid: string, text: string, ...more: Uint8Array[]) =>
    der.sequence(der.oid(oid), der.utf8String(text), ...more);
  const name = (...rdns: Uint8Array[]) => nameText(der.sequence(...rdns));

  for (const [oid, short] of [
    ['2.5.4.3', 'CN'],
    ['2.5.4.6', 'C'],
    ['2.5.4.7', 'L'],
    ['2.5.4.8', 'ST'],
    ['2.5.4.9', 'STREET'],
    ['2.5.4.10', 'O'],
    ['2.5.4.11', 'OU'],
    ['0.9.2342.19200300.100.1.25', 'DC'],
    ['0.9.2342.19200300.100.1.1', 'UID'],
  ] as const)
    it(`calls ${oid} ${short}`, () => {
      assert.equal(name(der.setOf(attribute(oid, 'x'))), `${short}=x`);
    });

  it('joins the attributes of one set with a plus sign, the most specific set first', () => {
    const both = der.element(TAG.set, attribute('2.5.4.3', 'a'), attribute('2.5.4.11', 'b'));
    assert.equal(name(der.setOf(attribute('2.5.4.6', 'SE')), both), 'CN=a+OU=b,C=SE');
  });

  it('escapes every special character, and spaces only at the ends', () => {
    assert.equal(name(der.setOf(attribute('2.5.4.3', ' a #b, c;d\0e '))), 'CN=\\ a #b\\, c\\;d\\00e\\ ');
  });

  it('is refused for an attribute with data after its value, and for an empty set', () => {
    const long = attribute('2.5.4.3', 'a', der.nullValue());
    assert.throws(() => name(der.setOf(long)), { code: 'DER_TRAILING_DATA' });
    assert.throws(() => name(der.setOf()), { code: 'DER_TRUNCATED' });
  });

  it('is not replaced by a fallback when the program has a bug', () => {
    const faulty = Object.defineProperty(
      { tag: TAG.utf8String, raw: utf8('x'), content: utf8('x') },
      'content',
      {
        get: () => {
          throw new RangeError('a fault');
        },
      },
    );
    assert.throws(() => readableText(faulty), RangeError);
  });
});
