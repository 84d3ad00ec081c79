import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  embeddedScts,
  parseCertificate,
  type SignatureCache,
  verifySct,
} from '../../../core/certificate/index.js';
import { concatBytes, der, EncodingError } from '../../../core/encoding/index.js';
import { digest, importPublicKey } from '../../../core/primitives/index.js';
import type { TrustedLog, ValidityPeriod } from '../../../core/trust/index.js';
import {
  type Issued,
  issueAuthority,
  issueLeaf,
  newKey,
  T0,
  type TestKey,
  type TestSct,
} from '../../support/pki.js';
import { extension } from '../../support/pki-extensions.js';

const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2';
const root = issueAuthority('root');
const logKey = newKey();

function trusted(key: TestKey, validFor: ValidityPeriod = { start: 0 }): TrustedLog {
  const imported = importPublicKey(key.spki);
  assert.ok(imported);
  return { baseUrl: '', logId: digest('sha256', key.spki), key: imported, validFor };
}

function leafWith(...scts: TestSct[]): Issued {
  return issueLeaf(root, {}, { scts });
}

async function outcome({ certificate }: Issued, logs: readonly TrustedLog[], issuer = root) {
  const [sct] = embeddedScts(certificate);
  assert.ok(sct);
  return verifySct(certificate, issuer.certificate, sct, logs);
}

function malformed(value: Uint8Array): void {
  const { certificate } = issueLeaf(root, { scts: extension(SCT_LIST, value) });
  assert.throws(() => embeddedScts(certificate), EncodingError);
}

describe('signed certificate timestamps', () => {
  it('are read with a time in milliseconds', () => {
    const { certificate } = leafWith({ log: logKey, time: T0 + 1.234 }, { log: newKey(), time: T0 + 2 });
    const scts = embeddedScts(certificate);
    assert.deepEqual(
      scts.map(({ timestamp, hash, signatureType }) => [timestamp, hash, signatureType]),
      [
        [T0 + 1.234, 'sha256', 'ecdsa'],
        [T0 + 2, 'sha256', 'ecdsa'],
      ],
    );
    assert.deepEqual(embeddedScts(issueLeaf(root).certificate), []);
  });

  it('hold for the precertificate, from ECDSA and RSA logs', async () => {
    const rsa = newKey('rsa');
    assert.equal(await outcome(leafWith({ log: logKey, time: T0 }), [trusted(logKey)]), 'ok');
    assert.equal(await outcome(leafWith({ log: rsa, time: T0 }), [trusted(rsa)]), 'ok');
  });

  it('are wrong with another time, certificate, issuer or log key', async () => {
    const logs = [trusted(logKey)];
    const leaf = leafWith({ log: logKey, time: T0 });
    assert.equal(await outcome(leafWith({ log: logKey, time: T0, spoil: true }), logs), 'wrong');
    assert.equal(await outcome(leaf, logs, issueAuthority('root')), 'wrong');
    const [sct] = embeddedScts(leaf.certificate);
    assert.ok(sct);
    const other = leafWith({ log: logKey, time: T0 }).certificate;
    assert.equal(await verifySct(other, root.certificate, sct, logs), 'wrong');
    const impostor = { ...trusted(newKey()), logId: sct.logId };
    assert.equal(await outcome(leaf, [impostor]), 'wrong');
    assert.equal(await outcome(leaf, [impostor, ...logs]), 'ok', 'another entry with that id');
    assert.equal(
      await verifySct(leaf.certificate, root.certificate, { ...sct, hash: 'unsupported' }, logs),
      'wrong',
    );
  });

  it('from a log that nobody trusts are unknown', async () => {
    assert.equal(await outcome(leafWith({ log: logKey, time: T0 }), [trusted(newKey())]), 'unknown-log');
    assert.equal(await outcome(leafWith({ log: logKey, time: T0 }), []), 'unknown-log');
  });

  it('from outside the log’s trusted period are refused; both ends belong to the period', async () => {
    const at = (time: number) =>
      outcome(leafWith({ log: logKey, time }), [trusted(logKey, { start: T0, end: T0 + 10 })]);
    assert.equal(await at(T0), 'ok');
    assert.equal(await at(T0 + 10), 'ok');
    assert.equal(await at(T0 - 0.001), 'outside-validity');
    assert.equal(await at(T0 + 10.001), 'outside-validity');
  });

  it('are verified once with a cache', async () => {
    const cache: SignatureCache = new Map();
    const { certificate } = leafWith({ log: logKey, time: T0 });
    const [sct] = embeddedScts(parseCertificate(certificate.der));
    assert.ok(sct);
    for (let i = 0; i < 2; i++)
      assert.equal(await verifySct(certificate, root.certificate, sct, [trusted(logKey)], cache), 'ok');
    assert.equal(cache.size, 1);
  });

  it('in a malformed list are refused', () => {
    const sct = concatBytes(new Uint8Array(43), Uint8Array.of(4, 3, 0, 1, 0));
    const list = (...items: Uint8Array[]) => {
      const body = concatBytes(...items.map((item) => concatBytes(Uint8Array.of(0, item.length), item)));
      return concatBytes(Uint8Array.of(body.length >> 8, body.length & 0xff), body);
    };
    const { certificate } = issueLeaf(root, { scts: extension(SCT_LIST, der.octetString(list(sct))) });
    assert.equal(embeddedScts(certificate).length, 1, 'the control is well formed');
    malformed(list(sct));
    malformed(der.octetString(list()));
    malformed(der.octetString(list(sct.subarray(1))));
    malformed(der.octetString(list(concatBytes(sct, Uint8Array.of(0)))));
    malformed(der.octetString(concatBytes(list(sct), Uint8Array.of(0))));
    malformed(der.octetString(list(...Array.from({ length: 17 }, () => sct))));
    malformed(der.octetString(list(concatBytes(Uint8Array.of(1), sct.subarray(1)))));
    malformed(der.octetString(list(sct.with(33, 1))));
  });
});
