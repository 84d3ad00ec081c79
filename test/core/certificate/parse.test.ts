import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  buildChain,
  checkLeaf,
  embeddedScts,
  nameText,
  parseCertificate,
  readSigner,
  verifySct,
} from '../../../core/certificate/index.js';
import { concatBytes, DerReader, der, EncodingError, encodePem, TAG } from '../../../core/encoding/index.js';
import { digest, importPublicKey } from '../../../core/primitives/index.js';
import { mutate } from '../../support/mutate.js';
import { NO_OPENSSL, openssl } from '../../support/openssl.js';
import { commonName, issueAuthority, issueLeaf, newKey, T0 } from '../../support/pki.js';
import { extension } from '../../support/pki-extensions.js';
import { random } from '../../support/random.js';

const root = issueAuthority('root');
const logKey = newKey();
const leaf = issueLeaf(root, {}, { scts: [{ log: logKey, time: T0 }] });

/** The certificate with the fields of its tbsCertificate replaced by what `change` makes of them. */
function rewritten(change: (fields: Uint8Array[]) => Uint8Array[]): Uint8Array {
  const outer = new DerReader(leaf.der).enter(TAG.sequence, 'certificate');
  const tbs = outer.enter(TAG.sequence, 'tbs');
  const fields: Uint8Array[] = [];
  while (!tbs.done) fields.push(tbs.any().raw);
  return der.sequence(der.sequence(...change(fields)), outer.any().raw, outer.any().raw);
}

function refuses(bytes: Uint8Array, what: RegExp): void {
  assert.throws(
    () => parseCertificate(bytes),
    (error) => error instanceof EncodingError && what.test(error.message),
  );
}

describe('parseCertificate', () => {
  it('keeps every byte: the fields are parts of what was read', () => {
    assert.deepEqual(
      rewritten((fields) => fields),
      leaf.der,
    );
    assert.equal(leaf.certificate.tbs.buffer, leaf.certificate.der.buffer);
  });

  it('refuses bytes after the certificate and a certificate cut short', () => {
    refuses(concatBytes(leaf.der, Uint8Array.of(0)), /after the end/);
    refuses(leaf.der.subarray(0, -1), /longer than what holds it/);
    refuses(new Uint8Array(), /missing/);
  });

  it('refuses versions 1 and 2', () => {
    refuses(
      rewritten((fields) => fields.slice(1)),
      /version/,
    );
    refuses(
      rewritten(([, ...rest]) => [der.explicit(0, der.integer(1)), ...rest]),
      /version 3/,
    );
  });

  it('refuses two different signature algorithms', () => {
    const sha384 = der.sequence(der.oid('1.2.840.10045.4.3.3'));
    refuses(
      rewritten(([version = leaf.der, serial = leaf.der, , ...rest]) => [version, serial, sha384, ...rest]),
      /two different/,
    );
  });

  it('refuses an extension that is there twice, an empty list, and critical FALSE written out', () => {
    const withExtensions = (...items: Uint8Array[]) =>
      rewritten((fields) => [...fields.slice(0, -1), der.explicit(3, der.sequence(...items))]);
    const one = extension('1.2.3', der.nullValue());
    assert.equal(parseCertificate(withExtensions(one)).extensions.length, 1);
    refuses(withExtensions(one, one), /twice/);
    refuses(withExtensions(), /missing/);
    const spelled = der.sequence(der.oid('1.2.3'), der.boolean(false), der.octetString(der.nullValue()));
    refuses(withExtensions(spelled), /critical FALSE/);
    const many = Array.from({ length: 65 }, (_, i) => extension(`1.2.3.${i}`, der.nullValue()));
    refuses(withExtensions(...many), /more than 64/);
  });

  it('does not mistake an object identifier of more than 32 bits for another', () => {
    const wide = issueLeaf(root, { wide: extension('1.2.4294967299', der.nullValue(), true) });
    assert.equal(checkLeaf(wide.certificate)?.detail, 'critical extension 1.2.4294967299 is not understood');
  });

  it('refuses a certificate of more than 64 KiB', () => {
    const big = extension('1.2.3', new Uint8Array(70_000));
    assert.throws(() => issueLeaf(root, { big }), /more than 65536 bytes/);
  });

  it('survives any change of bytes: only EncodingError, and no altered certificate holds', async () => {
    const { below, pick } = random(20261121);
    const imported = importPublicKey(logKey.spki);
    assert.ok(imported);
    const log = { baseUrl: '', logId: digest('sha256', logKey.spki), key: imported, validFor: { start: 0 } };
    const trust = [{ uri: '', chain: [root.certificate], validFor: { start: 0 } }];
    let parsed = 0;
    for (let round = 0; round < 3000; round++) {
      const bytes = mutate(leaf.der, { below, pick });
      try {
        const cert = parseCertificate(bytes);
        parsed++;
        checkLeaf(cert);
        const chain = await buildChain(cert, trust, T0);
        // ECDSA has no other encoding of the same signature that strict DER readers take.
        assert.equal(chain.ok && !Buffer.from(bytes).equals(leaf.der), false, `round ${round}`);
        nameText(cert.issuer);
        readSigner(cert);
        for (const sct of embeddedScts(cert)) await verifySct(cert, root.certificate, sct, [log]);
      } catch (error) {
        if (!(error instanceof EncodingError)) throw error;
      }
    }
    assert.ok(parsed > 300, `${parsed} of 3000 still parsed`);
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
