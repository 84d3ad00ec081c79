import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  authorityKeyId,
  basicConstraints,
  extendedKeyUsage,
  findExtension,
  keyUsage,
  PATH_RULES,
  subjectKeyId,
  unknownCritical,
} from '../../../core/certificate/extensions.js';
import type { Certificate } from '../../../core/certificate/index.js';
import { concatBytes, der } from '../../../core/encoding/index.js';
import { issue } from '../../support/pki.js';
import { extension } from '../../support/pki-extensions.js';

const OID = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
};
const NOTHING = issue({ extensions: [] }).certificate;

function holding(oid: string, value: Uint8Array, critical = false): Certificate {
  return issue({ extensions: [extension('1.2.3', der.nullValue()), extension(oid, value, critical)] })
    .certificate;
}

describe('a critical extension', () => {
  for (const oid of ['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.37'])
    it(`${oid} is understood`, () => {
      assert.equal(unknownCritical(holding(oid, der.nullValue(), true)), undefined);
    });

  for (const oid of ['2.5.29.30', '2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.54'])
    it(`${oid} is a rule for paths, and understood only by a caller that applies these rules`, () => {
      const certificate = holding(oid, der.nullValue(), true);
      assert.equal(unknownCritical(certificate), oid);
      assert.equal(unknownCritical(certificate, PATH_RULES), undefined);
    });

  for (const oid of ['2.5.29.14', '2.5.29.31', '2.5.29.35', '1.3.6.1.4.1.11129.2.4.2', '1.2.3.4'])
    it(`${oid} is not understood, and does no harm when it is not critical`, () => {
      assert.equal(unknownCritical(holding(oid, der.nullValue(), true), PATH_RULES), oid);
      assert.equal(unknownCritical(holding(oid, der.nullValue())), undefined);
    });
});

describe('an extension', () => {
  it('is found by its identifier alone', () => {
    assert.deepEqual(findExtension(holding('1.2.4', der.integer(5), true), '1.2.4'), {
      oid: '1.2.4',
      critical: true,
      value: der.integer(5),
    });
    assert.equal(findExtension(holding('1.2.4', der.integer(5)), '1.2.5'), undefined);
  });

  it('that is absent states nothing; without basic constraints a certificate is not an authority', () => {
    const stated = [keyUsage, extendedKeyUsage, subjectKeyId, authorityKeyId].map((read) => read(NOTHING));
    assert.deepEqual(stated, [undefined, undefined, undefined, undefined]);
    assert.deepEqual(basicConstraints(NOTHING), { ca: false });
  });

  it('for basic constraints says whether it is an authority, and how many may follow below it', () => {
    const of = (...fields: Uint8Array[]) =>
      basicConstraints(holding(OID.basicConstraints, der.sequence(...fields)));
    assert.deepEqual(of(), { ca: false });
    assert.deepEqual(of(der.boolean(false)), { ca: false });
    assert.deepEqual(of(der.boolean(true)), { ca: true });
    assert.deepEqual(of(der.boolean(true), der.integer(3)), { ca: true, pathLength: 3 });
    assert.deepEqual(of(der.integer(0)), { ca: false, pathLength: 0 });
  });

  it('for key usage names bits', () => {
    const bits = keyUsage(holding(OID.keyUsage, der.element(3, Uint8Array.of(2, 0b10000100))));
    assert.deepEqual([...(bits ?? [])], [0, 5]);
  });

  it('for extended key usage lists at least one purpose', () => {
    const of = (...oids: string[]) =>
      extendedKeyUsage(holding(OID.extendedKeyUsage, der.sequence(...oids.map(der.oid))));
    assert.deepEqual(of('1.2.3', '1.2.4'), ['1.2.3', '1.2.4']);
    assert.throws(() => of(), { code: 'DER_TRUNCATED' });
  });

  it('for the authority’s key contains an identifier, or only an issuer and a serial number', () => {
    const of = (...fields: Uint8Array[]) =>
      authorityKeyId(holding(OID.authorityKeyId, der.sequence(...fields)));
    assert.deepEqual(
      of(der.element(0x80, Uint8Array.of(7)), der.element(0x82, Uint8Array.of(1))),
      Uint8Array.of(7),
    );
    assert.equal(of(der.element(0x81, Uint8Array.of(7))), undefined);
  });

  it('for the certificate’s own key contains an identifier', () => {
    const id = Uint8Array.of(1, 2);
    assert.deepEqual(subjectKeyId(holding(OID.subjectKeyId, der.octetString(id))), id);
  });

  it('with data after its value is refused', () => {
    const more = der.nullValue();
    for (const [read, oid, value] of [
      [basicConstraints, OID.basicConstraints, der.sequence(der.boolean(true), der.integer(1), more)],
      [keyUsage, OID.keyUsage, concatBytes(der.element(3, Uint8Array.of(7, 128)), more)],
      [subjectKeyId, OID.subjectKeyId, concatBytes(der.octetString(Uint8Array.of(1)), more)],
      [extendedKeyUsage, OID.extendedKeyUsage, concatBytes(der.sequence(der.oid('1.2.3')), more)],
      [authorityKeyId, OID.authorityKeyId, concatBytes(der.sequence(), more)],
    ] as const)
      assert.throws(() => read(holding(oid, value)), { code: 'DER_TRAILING_DATA' }, oid);
  });
});
