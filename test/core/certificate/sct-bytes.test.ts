import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Certificate,
  embeddedScts,
  type Sct,
  type SignatureCache,
  verifySct,
} from '../../../core/certificate/index.js';
import { TlsReader, tlsUint } from '../../../core/certificate/tls-reader.js';
import { concatBytes, DerReader, der, TAG } from '../../../core/encoding/index.js';
import { digest, importPublicKey } from '../../../core/primitives/index.js';
import type { TrustedLog } from '../../../core/trust/index.js';
import { issueAuthority, issueLeaf, newKey, signWith, T0, type TestKey } from '../../support/pki.js';
import { extension } from '../../support/pki-extensions.js';

const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2';
const root = issueAuthority('root');
const logKey = newKey();
const bytes = (...octets: number[]) => Uint8Array.from(octets);
const vector = (content: Uint8Array) => concatBytes(tlsUint(content.length, 2), content);

function trusted(key: TestKey): TrustedLog {
  const imported = importPublicKey(key.spki);
  assert.ok(imported);
  return { baseUrl: '', logId: digest('sha256', key.spki), key: imported, validFor: { start: 0 } };
}

interface Parts {
  readonly version?: number;
  /** Eight octets. */
  readonly time?: Uint8Array;
  readonly extensions?: Uint8Array;
  readonly hash?: number;
  readonly key?: number;
  readonly signature?: Uint8Array;
}

function serialized(parts: Parts = {}): Uint8Array {
  const { version = 0, time = tlsUint(T0 * 1000, 8), extensions = bytes(), hash = 4, key = 3 } = parts;
  const signature = vector(parts.signature ?? bytes(9));
  return concatBytes(
    bytes(version),
    new Uint8Array(32).fill(7),
    time,
    vector(extensions),
    bytes(hash, key),
    signature,
  );
}

function having(...scts: Uint8Array[]): Certificate {
  const value = der.octetString(vector(concatBytes(...scts.map(vector))));
  return issueLeaf(root, { scts: extension(SCT_LIST, value) }).certificate;
}

function only(parts: Parts): Sct {
  const [sct] = embeddedScts(having(serialized(parts)));
  assert.ok(sct);
  return sct;
}

/** An SCT by the log over the certificate as a log sees it (RFC 6962 section 3.2), with its own extensions. */
function made(certificate: Certificate, log = logKey, extensions = bytes()): Sct {
  const signed = concatBytes(
    bytes(0, 0),
    tlsUint(T0 * 1000 + 17, 8),
    bytes(0, 1),
    digest('sha256', root.key.spki),
    tlsUint(certificate.tbs.length, 3),
    certificate.tbs,
    vector(extensions),
  );
  return {
    logId: digest('sha256', log.spki),
    timestamp: T0 + 0.017,
    extensions,
    hash: log.kind === 'P-384' ? 'sha384' : log.kind === 'P-521' ? 'sha512' : 'sha256',
    signatureType: log.kind.startsWith('rsa') ? 'rsa' : 'ecdsa',
    signature: signWith(log, signed).signature,
  };
}

describe('an SCT', () => {
  it('is read field by field', () => {
    const parts = { extensions: bytes(1, 2, 3), signature: bytes(4, 5) };
    assert.deepEqual(only(parts), {
      logId: new Uint8Array(32).fill(7),
      timestamp: T0,
      extensions: bytes(1, 2, 3),
      hash: 'sha256',
      signatureType: 'ecdsa',
      signature: bytes(4, 5),
    });
  });

  for (const [number, hash] of [
    [2, 'unsupported'],
    [3, 'unsupported'],
    [4, 'sha256'],
    [5, 'sha384'],
    [6, 'sha512'],
    [7, 'unsupported'],
  ] as const)
    it(`with hash ${number} is ${hash}`, () => assert.equal(only({ hash: number }).hash, hash));

  for (const [number, type] of [
    [0, 'unsupported'],
    [1, 'rsa'],
    [2, 'unsupported'],
    [3, 'ecdsa'],
    [4, 'unsupported'],
  ] as const)
    it(`with signature algorithm ${number} is ${type}`, () => {
      assert.equal(only({ key: number }).signatureType, type);
    });

  it('has a time of eight octets, up to the year 9999', () => {
    const last = 253402300799999;
    assert.equal(only({ time: tlsUint(last, 8) }).timestamp, last / 1000);
    for (const time of [tlsUint(last + 1, 8), bytes(0, 1, 0, 0, 0, 0, 0, 0), bytes(1, 0, 0, 0, 0, 0, 0, 0)])
      assert.throws(() => only({ time }), { code: 'DER_BAD_VALUE' });
  });

  it('of another version is refused', () => {
    assert.throws(() => only({ version: 1 }), { code: 'DER_BAD_VALUE' });
  });

  it('that is truncated, or has data after it, is refused', () => {
    assert.throws(() => embeddedScts(having(serialized().subarray(0, -1))), { code: 'DER_TRUNCATED' });
    assert.throws(() => embeddedScts(having(concatBytes(serialized(), bytes(0)))), {
      code: 'DER_TRAILING_DATA',
    });
  });
});

describe('a list of SCTs', () => {
  it('contains at most sixteen, in order', () => {
    const many = (count: number) =>
      having(...Array.from({ length: count }, (_, i) => serialized({ signature: bytes(i) })));
    assert.deepEqual(
      embeddedScts(many(16)).map(({ signature }) => signature[0]),
      Array.from({ length: 16 }, (_, i) => i),
    );
    assert.throws(() => embeddedScts(many(17)), { code: 'DER_TOO_LARGE' });
  });

  it('with data after it is refused', () => {
    const list = vector(vector(serialized()));
    for (const value of [
      der.octetString(concatBytes(list, bytes(0))),
      concatBytes(der.octetString(list), der.nullValue()),
    ]) {
      const { certificate } = issueLeaf(root, { scts: extension(SCT_LIST, value) });
      assert.throws(() => embeddedScts(certificate), { code: 'DER_TRAILING_DATA' });
    }
  });
});

describe('the log’s signature', () => {
  const { certificate } = issueLeaf(root);
  const judge = (sct: Sct, log = logKey, cert = certificate, cache?: SignatureCache) =>
    verifySct(cert, root.certificate, sct, [trusted(log)], cache);

  for (const kind of ['P-256', 'P-384', 'P-521', 'rsa'] as const)
    it(`holds by ${kind}, with the extensions of the SCT, which are signed too`, async () => {
      const log = newKey(kind);
      for (const extensions of [bytes(), bytes(1, 2, 3)]) {
        const sct = made(certificate, log, extensions);
        assert.equal(await judge(sct, log), 'ok');
        assert.equal(await judge({ ...sct, extensions: bytes(9) }, log), 'wrong');
        assert.equal(await judge({ ...sct, timestamp: T0 + 0.018 }, log), 'wrong');
      }
    });

  it('does not hold with an RSA key below 2048 bits, or with a hash or key type that is not the log’s', async () => {
    const weak = newKey('rsa-1024');
    assert.equal(await judge(made(certificate, weak), weak), 'wrong');
    const sct = made(certificate);
    assert.equal(await judge({ ...sct, hash: 'sha384' }), 'wrong');
    const cache: SignatureCache = new Map();
    assert.equal(await judge({ ...sct, hash: 'unsupported' }, logKey, certificate, cache), 'wrong');
    assert.equal(cache.size, 0, 'there is nothing to ask');
    assert.equal(await judge({ ...sct, signatureType: 'rsa' }), 'wrong');
    assert.equal(await judge({ ...sct, signatureType: 'unsupported' }), 'wrong');
  });

  it('is not confused in a cache with another SCT, log or certificate', async () => {
    const cache: SignatureCache = new Map();
    const sct = made(certificate);
    assert.equal(await judge(sct, logKey, certificate, cache), 'ok');
    const other = newKey();
    for (const changed of [
      { ...sct, timestamp: sct.timestamp + 1 },
      { ...sct, hash: 'sha384' as const },
      { ...sct, extensions: bytes(1) },
      { ...sct, signature: made(certificate).signature.with(-1, 0) },
    ])
      assert.equal(await judge(changed, logKey, certificate, cache), 'wrong');
    assert.equal(
      await judge({ ...sct, logId: digest('sha256', other.spki) }, other, certificate, cache),
      'wrong',
    );
    assert.equal(await judge(sct, logKey, issueLeaf(root).certificate, cache), 'wrong');
    assert.equal(await judge(sct, logKey, certificate, cache), 'ok');
  });

  it('covers the certificate without the SCT list, wherever that list stands', async () => {
    const oid = der.oid(SCT_LIST);
    const [tail] = [extension('1.2.3', der.integer(1))];
    const key = newKey();
    const without = issueLeaf(root, { tail }, { key });
    const withList = issueLeaf(
      root,
      { list: extension(SCT_LIST, der.octetString(vector(bytes()))), tail },
      { key },
    );
    assert.ok(Buffer.from(withList.der).includes(Buffer.from(oid)));
    const fields = (cert: Certificate) => {
      const tbs = new DerReader(cert.tbs).enter(TAG.sequence, 'tbs');
      const out: Uint8Array[] = [];
      while (!tbs.done) out.push(tbs.any().raw);
      return out;
    };
    const serial = fields(withList.certificate)[1] ?? bytes();
    const logged = {
      ...without.certificate,
      tbs: der.sequence(...fields(without.certificate).with(1, serial)),
    };
    assert.equal(await judge(made(logged), logKey, withList.certificate), 'ok');
  });

  it('cannot be checked for a certificate that is not DER, or has data after its extensions', async () => {
    const sct = made(certificate);
    const tbs = new DerReader(certificate.tbs).enter(TAG.sequence, 'tbs');
    const fields: Uint8Array[] = [];
    while (!tbs.done) fields.push(tbs.any().raw);
    const extensions = new DerReader(fields.at(-1) ?? bytes()).enter(0xa3, 'extensions').any().raw;
    const again = der.sequence(...fields.slice(0, -1), der.explicit(3, extensions));
    assert.equal(await judge(sct, logKey, { ...certificate, tbs: again }), 'ok', 'the control');
    const longer = der.sequence(...fields.slice(0, -1), der.explicit(3, extensions, der.nullValue()));
    for (const broken of [bytes(1, 2), longer]) {
      assert.equal(await judge(sct, logKey, { ...certificate, tbs: broken }), 'wrong');
      const cache: SignatureCache = new Map();
      assert.equal(await judge(sct, logKey, { ...certificate, tbs: broken }, cache), 'wrong');
    }
  });

  it('is not guessed when the program has a bug', async () => {
    const faulty = Object.defineProperty({ ...certificate }, 'tbs', {
      get: () => {
        throw new RangeError('a fault');
      },
    });
    await assert.rejects(judge(made(certificate), logKey, faulty), RangeError);
  });

  it('is described with the log’s key, which is named once', async () => {
    const log = trusted(logKey);
    let reads = 0;
    const key = Object.defineProperty({ ...log.key }, 'spki', {
      get: () => {
        reads += 1;
        return log.key.spki;
      },
    });
    const cache: SignatureCache = new Map();
    for (let i = 0; i < 2; i++)
      assert.equal(
        await verifySct(certificate, root.certificate, made(certificate), [{ ...log, key }], cache),
        'ok',
      );
    assert.equal(reads, 1);
  });
});

describe('TLS structures', () => {
  it('are read octet by octet', () => {
    const reader = new TlsReader(bytes(1, 0, 2, 9, 8, 7));
    assert.equal(reader.done, false);
    assert.equal(reader.uint(1), 1);
    assert.deepEqual(reader.vector(), bytes(9, 8));
    assert.throws(() => reader.end('it'), { code: 'DER_TRAILING_DATA' });
    assert.throws(() => reader.take(2), { code: 'DER_TRUNCATED' });
    assert.deepEqual(reader.take(1), bytes(7));
    assert.equal(reader.done, true);
    reader.end('it');
  });

  it('are written octet by octet', () => {
    assert.deepEqual(tlsUint(0x010203, 3), bytes(1, 2, 3));
    assert.deepEqual(tlsUint(0xfffe, 4), bytes(0, 0, 0xff, 0xfe));
    assert.deepEqual(tlsUint(5, 1), bytes(5));
    assert.deepEqual(tlsUint(0x1fffffffffffff, 8), bytes(0, 0x1f, 255, 255, 255, 255, 255, 255));
  });
});
