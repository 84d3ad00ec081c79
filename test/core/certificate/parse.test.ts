import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkLeaf, nameText, parseCertificate } from '../../../core/certificate/index.js';
import { concatBytes, DerReader, der, encodePem, TAG } from '../../../core/encoding/index.js';
import { NO_OPENSSL, openssl } from '../../support/openssl.js';
import { commonName, issueAuthority, issueLeaf, T0 } from '../../support/pki.js';
import { extension } from '../../support/pki-extensions.js';

const root = issueAuthority('root');
const leaf = issueLeaf(root);

/** tbsCertificate, algorithm and signature. */
function parts(): Uint8Array[] {
  const outer = new DerReader(leaf.der).enter(TAG.sequence, 'certificate');
  return [outer.any().raw, outer.any().raw, outer.any().raw];
}

/** The certificate after `change` replaced the fields of its tbsCertificate. */
function rewritten(change: (fields: Uint8Array[]) => Uint8Array[]): Uint8Array {
  const outer = new DerReader(leaf.der).enter(TAG.sequence, 'certificate');
  const tbs = outer.enter(TAG.sequence, 'tbs');
  const fields: Uint8Array[] = [];
  while (!tbs.done) fields.push(tbs.any().raw);
  return der.sequence(der.sequence(...change(fields)), outer.any().raw, outer.any().raw);
}

function refuses(bytes: Uint8Array, message: RegExp, code: string): void {
  assert.throws(() => parseCertificate(bytes), { name: 'EncodingError', code, message });
}

describe('parseCertificate', () => {
  it('keeps every byte: the fields are slices of the input', () => {
    assert.deepEqual(
      rewritten((fields) => fields),
      leaf.der,
    );
    assert.equal(leaf.certificate.tbs.buffer, leaf.certificate.der.buffer);
  });

  it('refuses bytes after the certificate, and a truncated certificate', () => {
    refuses(concatBytes(leaf.der, Uint8Array.of(0)), /after the end/, 'DER_TRAILING_DATA');
    refuses(leaf.der.subarray(0, -1), /longer than what holds it/, 'DER_TRUNCATED');
    refuses(new Uint8Array(), /missing/, 'DER_TRUNCATED');
  });

  it('refuses versions 1 and 2', () => {
    refuses(
      rewritten((fields) => fields.slice(1)),
      /version/,
      'DER_UNEXPECTED_TAG',
    );
    refuses(
      rewritten(([, ...rest]) => [der.explicit(0, der.integer(1)), ...rest]),
      /version 3/,
      'DER_BAD_VALUE',
    );
  });

  it('refuses two different signature algorithms', () => {
    const sha384 = der.sequence(der.oid('1.2.840.10045.4.3.3'));
    refuses(
      rewritten(([version = leaf.der, serial = leaf.der, , ...rest]) => [version, serial, sha384, ...rest]),
      /two different/,
      'DER_BAD_VALUE',
    );
  });

  it('refuses a duplicate extension, an empty list, and an explicit critical FALSE', () => {
    const withExtensions = (...items: Uint8Array[]) =>
      rewritten((fields) => [...fields.slice(0, -1), der.explicit(3, der.sequence(...items))]);
    const one = extension('1.2.3', der.nullValue());
    assert.equal(parseCertificate(withExtensions(one)).extensions.length, 1);
    refuses(withExtensions(one, one), /twice/, 'DER_BAD_VALUE');
    refuses(withExtensions(), /missing/, 'DER_TRUNCATED');
    const spelled = der.sequence(der.oid('1.2.3'), der.boolean(false), der.octetString(der.nullValue()));
    refuses(withExtensions(spelled), /critical FALSE/, 'DER_BAD_VALUE');
    const many = Array.from({ length: 65 }, (_, i) => extension(`1.2.3.${i}`, der.nullValue()));
    refuses(withExtensions(...many), /more than 64/, 'DER_TOO_LARGE');
    assert.equal(parseCertificate(withExtensions(...many.slice(1))).extensions.length, 64);
  });

  it('does not mistake an object identifier of more than 32 bits for another', () => {
    const wide = issueLeaf(root, { wide: extension('1.2.4294967299', der.nullValue(), true) });
    assert.equal(checkLeaf(wide.certificate)?.detail, 'critical extension 1.2.4294967299 is not understood');
  });

  it('reads in order which extensions are critical', () => {
    const { certificate } = issueLeaf(root, {
      one: extension('1.2.3', der.nullValue(), true),
      two: extension('1.2.4', der.integer(1)),
    });
    assert.deepEqual(certificate.extensions.slice(-2), [
      { oid: '1.2.3', critical: true, value: der.nullValue() },
      { oid: '1.2.4', critical: false, value: der.integer(1) },
    ]);
  });

  it('reads a certificate without extensions, and skips unique identifiers', () => {
    const bare = (fields: Uint8Array[]) => fields.slice(0, -1);
    assert.deepEqual(parseCertificate(rewritten(bare)).extensions, []);
    const [issuerId, subjectId] = [
      der.element(0x81, Uint8Array.of(0, 1)),
      der.element(0x82, Uint8Array.of(0, 2)),
    ];
    const extensions = der.explicit(3, der.sequence(extension('1.2.3', der.nullValue())));
    for (const ids of [[issuerId], [subjectId], [issuerId, subjectId]]) {
      const found = parseCertificate(rewritten((fields) => [...bare(fields), ...ids, extensions]));
      assert.deepEqual(
        found.extensions.map(({ oid }) => oid),
        ['1.2.3'],
      );
    }
    const swapped = rewritten((fields) => [...bare(fields), subjectId, issuerId]);
    refuses(swapped, /after the end/, 'DER_TRAILING_DATA');
  });

  it('refuses data left over inside', () => {
    const more = der.nullValue();
    const at = (place: number, field: Uint8Array) => rewritten((fields) => fields.with(place, field));
    const one = extension('1.2.3', der.nullValue());
    const long = der.sequence(der.oid('1.2.3'), der.octetString(der.nullValue()), more);
    for (const [what, bytes] of [
      ['the version', at(0, der.explicit(0, der.integer(2), more))],
      ['the period', at(4, der.sequence(der.time(T0), der.time(T0), more))],
      ['the fields', rewritten((fields) => [...fields, more])],
      ['the list of extensions', at(7, der.explicit(3, der.sequence(one), more))],
      ['an extension', at(7, der.explicit(3, der.sequence(long)))],
      ['the certificate', der.sequence(...parts(), more)],
    ] as const)
      assert.throws(() => parseCertificate(bytes), { code: 'DER_TRAILING_DATA' }, what);
  });

  it('refuses fields with a wrong tag', () => {
    const version = rewritten((fields) => fields.with(0, der.element(0x80, der.integer(2))));
    refuses(version, /version/, 'DER_UNEXPECTED_TAG');
    const extensions = der.sequence(extension('1.2.3', der.nullValue()));
    for (const tag of [0x83, 0xa4])
      refuses(
        rewritten((fields) => fields.with(7, der.element(tag, extensions))),
        /after the end/,
        'DER_TRAILING_DATA',
      );
  });

  it('reads a certificate of 64 KiB, and refuses a longer one', () => {
    const withPadding = (length: number) =>
      rewritten((fields) =>
        fields.with(7, der.explicit(3, der.sequence(extension('1.2.3', new Uint8Array(length))))),
      );
    const padding = 65536 - (withPadding(60_000).length - 60_000);
    assert.equal(parseCertificate(withPadding(padding)).der.length, 65536);
    refuses(withPadding(padding + 1), /more than 65536 bytes/, 'DER_TOO_LARGE');
  });
});

describe('nameText', () => {
  it('is RFC 4514 text', () => {
    const rdn = (oid: string, value: Uint8Array) => der.setOf(der.sequence(der.oid(oid), value));
    assert.equal(nameText(commonName('a, "b"+c')), 'CN=a\\, \\"b\\"\\+c,O=waxseal.test');
    assert.equal(nameText(der.sequence()), '');
    assert.equal(nameText(der.sequence(rdn('2.5.4.3', der.utf8String(' ')))), 'CN=\\ ');
    assert.equal(nameText(der.sequence(rdn('2.5.4.3', der.utf8String('#x ')))), 'CN=\\#x\\ ');
    assert.equal(nameText(der.sequence(rdn('1.2.3', der.utf8String('x')))), '1.2.3=#0c0178');
    const bmp = der.element(TAG.bmpString, Uint8Array.of(0, 65));
    assert.equal(nameText(der.sequence(rdn('2.5.4.3', bmp))), 'CN=#1e020041');
  });

  it('is what openssl prints', { skip: NO_OPENSSL }, () => {
    for (const text of ['plain', 'a, "b"+c', ' lead', 'trail ', '#hash', 'back\\slash;<x>', 'é漢']) {
      const ca = issueAuthority(text);
      const args = ['x509', '-in', 'c', '-noout', '-subject', '-nameopt', 'RFC2253,-esc_msb,utf8'];
      const { stdout } = openssl(args, { c: encodePem('CERTIFICATE', ca.der) });
      assert.equal(`subject=${nameText(ca.name)}`, Buffer.from(stdout).toString().replace(/\n$/, ''));
    }
  });
});
