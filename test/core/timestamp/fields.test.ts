import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { concatBytes, der, EncodingError, utf8 } from '../../../core/encoding/index.js';
import { digest, type HashAlgorithm } from '../../../core/primitives/index.js';
import {
  buildTimestampRequest,
  parseTimestampToken,
  TimestampRefused,
  tokenFromResponse,
  verifyTimestampToken,
  wrapToken,
} from '../../../core/timestamp/index.js';
import { issueAuthority, newKey } from '../../support/pki.js';
import { extendedKeyUsage, extension, keyUsage, TIME_STAMPING } from '../../support/pki-extensions.js';
import {
  buildToken,
  issueTsa,
  signingCertificateId,
  type TokenOptions,
} from '../../support/timestamp-token.js';

const root = issueAuthority('tsa-root');
const tsa = issueTsa(root);
const data = utf8('what was signed');
const authorities = [{ uri: 'https://tsa.test', chain: [root.certificate], validFor: { start: 0 } }];

const SHA2 = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;
const SHA1 = '1.3.14.3.2.26';
const TRUE = der.boolean(true);
const FALSE = der.element(0x01, Uint8Array.of(0));

async function judged(options: Partial<TokenOptions>): Promise<string> {
  const result = await verifyTimestampToken(buildToken({ signer: tsa, data, ...options }), data, authorities);
  return result.ok ? 'ok' : `${result.reason}: ${result.detail}`;
}

function refuses(code: string, message: RegExp, act: () => unknown): void {
  assert.throws(act, (error) => {
    assert.ok(error instanceof EncodingError);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}

describe('the fields of a timestamp token', () => {
  it('are version 1; an ordering and a hint at the authority change nothing', async () => {
    assert.match(await judged({ tstVersion: 2 }), /^TIMESTAMP_MALFORMED: .*version other than 1/);
    const accuracy = der.sequence(der.integer(1));
    const hint = der.explicit(0, der.explicit(4, der.sequence()));
    assert.equal(await judged({ tstTail: [accuracy, TRUE, der.integer(42), hint] }), 'ok');
    assert.equal(await judged({ tstTail: [hint] }), 'ok');
    assert.match(await judged({ tstTail: [accuracy, FALSE] }), /^TIMESTAMP_MALFORMED: ordering FALSE/);
    assert.match(await judged({ tstTail: [hint, hint] }), /^TIMESTAMP_MALFORMED/);
    refuses('DER_BAD_VALUE', /ordering/, () =>
      parseTimestampToken(buildToken({ signer: tsa, data, tstTail: [FALSE] })),
    );
    refuses('DER_BAD_VALUE', /version/, () =>
      parseTimestampToken(buildToken({ signer: tsa, data, tstVersion: 0 })),
    );
  });

  it('contain the digest of the data by any SHA-2, and nothing else about it', async () => {
    for (const [hash, imprintHash] of Object.entries(SHA2)) {
      const imprint = digest(hash as HashAlgorithm, data);
      assert.equal(await judged({ imprintHash, imprint }), 'ok', hash);
      const token = parseTimestampToken(buildToken({ signer: tsa, data, imprintHash, imprint }));
      assert.equal(token.imprintHash, hash);
    }
    const old = { imprintHash: SHA1, imprint: digest('sha1', data) };
    assert.match(await judged(old), /^ALGORITHM_NOT_SUPPORTED: .*hash other than SHA-256/);
    assert.equal(parseTimestampToken(buildToken({ signer: tsa, data, ...old })).imprintHash, 'unsupported');
    assert.match(await judged({ imprintTail: [der.integer(1)] }), /^TIMESTAMP_MALFORMED/);
  });

  it('are signed over a SHA-2 digest', async () => {
    const sha1 = { digestAlgorithm: SHA1 };
    assert.match(await judged(sha1), /^ALGORITHM_NOT_SUPPORTED: .*hash other than SHA-256/);
  });

  it('are signed with an algorithm that fits the key', async () => {
    const rsaWithSha256 = der.sequence(der.oid('1.2.840.113549.1.1.11'), der.nullValue());
    assert.match(await judged({ signatureAlgorithm: rsaWithSha256 }), /^TIMESTAMP_SIGNATURE_WRONG/);
    const unknown = der.sequence(der.oid('1.2.3'));
    assert.match(await judged({ signatureAlgorithm: unknown }), /^ALGORITHM_NOT_SUPPORTED/);
  });

  it('keep the serial number', () => {
    assert.deepEqual(parseTimestampToken(buildToken({ signer: tsa, data })).serial, Uint8Array.of(77));
  });

  it('state an accuracy whose fractions are from 1 to 999', async () => {
    const accuracyOf = (...parts: Uint8Array[]) =>
      parseTimestampToken(buildToken({ signer: tsa, data, tstTail: [der.sequence(...parts)] })).accuracy;
    const fraction = (n: number, ...value: number[]) => der.element(0x80 + n, Uint8Array.from(value));
    assert.equal(accuracyOf(fraction(0, 1)), 0.001);
    assert.equal(accuracyOf(fraction(1, 1)), 0.000001);
    assert.equal(accuracyOf(fraction(0, 3, 0xe7)), 0.999);
    assert.equal(accuracyOf(der.integer(0)), 0);
    for (const wrong of [fraction(0, 0), fraction(1, 0), fraction(0, 3, 0xe8), fraction(1, 3, 0xe8)])
      refuses('DER_BAD_VALUE', /not 1 to 999/, () => accuracyOf(wrong));
    refuses('DER_TRAILING_DATA', /accuracy/, () => accuracyOf(der.integer(1), der.integer(1)));
  });

  it('may have extensions if none is critical', async () => {
    const extensions = (...list: Uint8Array[]) => ({ tstTail: [der.explicit(1, ...list)] });
    const plain = (oid: string) => extension(oid, der.nullValue());
    assert.equal(await judged(extensions(plain('1.2.3'), plain('1.2.4'))), 'ok');
    const critical = extension('1.2.5', der.nullValue(), true);
    assert.match(
      await judged(extensions(plain('1.2.3'), critical)),
      /critical extension 1\.2\.5 is not understood/,
    );
    refuses('DER_BAD_VALUE', /critical/, () =>
      parseTimestampToken(buildToken({ signer: tsa, data, ...extensions(critical) })),
    );
    const value = der.octetString(der.nullValue());
    const outspoken = der.sequence(der.oid('1.2.3'), FALSE, value);
    assert.equal(await judged(extensions(outspoken)), 'ok');
    assert.match(await judged(extensions(der.sequence(der.oid('1.2.3')))), /^TIMESTAMP_MALFORMED/);
    assert.match(
      await judged(extensions(der.sequence(der.oid('1.2.3'), value, value))),
      /^TIMESTAMP_MALFORMED/,
    );
  });

  it('are read up to 128 KiB', () => {
    const limit = 128 * 1024;
    refuses('DER_TOO_LARGE', /more than 131072 bytes/, () => parseTimestampToken(new Uint8Array(limit + 1)));
    assert.throws(
      () => parseTimestampToken(new Uint8Array(limit)),
      (error) => error instanceof EncodingError && error.code !== 'DER_TOO_LARGE',
    );
  });
});

describe('the certificate that a timestamp token names', () => {
  const hashed = digest('sha256', tsa.der);
  const named = (id: Uint8Array, ...list: Uint8Array[]) =>
    judged({ attributes: { signingCertificate: signingCertificateId(id, ...list) } });

  it('is the first of the list, by a SHA-2 hash; the algorithm may be left out for SHA-256', async () => {
    assert.equal(await named(der.sequence(der.octetString(hashed))), 'ok');
    for (const [hash, oid] of Object.entries(SHA2)) {
      const value = der.octetString(digest(hash as HashAlgorithm, tsa.der));
      assert.equal(await named(der.sequence(der.sequence(der.oid(oid)), value)), 'ok', hash);
    }
    const sha1 = der.sequence(der.sequence(der.oid(SHA1)), der.octetString(digest('sha1', tsa.der)));
    assert.match(await named(sha1), /^TIMESTAMP_CERTIFICATE: .*hash that is not accepted/);
  });

  it('may be named with issuer, serial number and policies, and with nothing else', async () => {
    const serial = der.sequence(der.sequence(), der.integer(tsa.certificate.serial));
    const id = (...fields: Uint8Array[]) => der.sequence(der.octetString(hashed), ...fields);
    assert.equal(await named(id(serial)), 'ok');
    assert.equal(await named(id(), der.sequence()), 'ok');
    const wrong = der.sequence(der.sequence(), der.integer(5));
    assert.match(await named(id(wrong)), /^TIMESTAMP_CERTIFICATE: .*another certificate/);
    const malformed = [
      named(id(serial, serial)),
      named(id(der.sequence(der.integer(5)))),
      named(id(der.sequence(der.sequence(), der.integer(tsa.certificate.serial), der.integer(1)))),
      named(id(), der.sequence(), der.sequence()),
    ];
    for (const outcome of malformed) assert.match(await outcome, /^TIMESTAMP_MALFORMED/);
  });

  it('is named only by SHA-1 in the older form', async () => {
    const id = der.sequence(der.sequence(der.oid(SHA1)), der.octetString(digest('sha1', tsa.der)));
    const signingCertificate = der.sequence(
      der.oid('1.2.840.113549.1.9.16.2.12'),
      der.setOf(der.sequence(der.sequence(id))),
    );
    assert.match(await judged({ attributes: { signingCertificate } }), /^TIMESTAMP_MALFORMED/);
  });

  it('must be named', () => {
    const attributes = { signingCertificate: undefined };
    refuses('DER_TRUNCATED', /signingCertificate is missing/, () =>
      parseTimestampToken(buildToken({ signer: tsa, data, attributes })),
    );
  });

  it('may sign data with either of the two key usages for it', async () => {
    const purpose = extendedKeyUsage([TIME_STAMPING], true);
    for (const bits of [[0], [1], [0, 1]])
      assert.equal(
        await judged({ signer: issueTsa(root, { extensions: [keyUsage(...bits), purpose] }) }),
        'ok',
        `key usage ${bits}`,
      );
    assert.equal(await judged({ signer: issueTsa(root, { extensions: [purpose] }) }), 'ok');
  });

  it('is named in the error when one of its extensions is not understood', async () => {
    const extensions = [extendedKeyUsage([TIME_STAMPING], true), extension('1.2.3', der.nullValue(), true)];
    assert.match(
      await judged({ signer: issueTsa(root, { extensions }) }),
      /^TIMESTAMP_CERTIFICATE: .*critical extension 1\.2\.3, which is not understood/,
    );
  });

  it('fails with the chain’s own reason when an authority signs with an algorithm that is not accepted', async () => {
    const weak = issueAuthority('weak-root', { key: newKey('rsa-1024') });
    const signer = issueTsa(weak);
    const trusted = [{ uri: '', chain: [weak.certificate], validFor: { start: 0 } }];
    const result = await verifyTimestampToken(buildToken({ signer, data }), data, trusted);
    assert.equal(!result.ok && result.reason, 'ALGORITHM_NOT_SUPPORTED');
  });
});

describe('verifying a timestamp token', () => {
  it('finds no authority when one is listed without a certificate', async () => {
    const empty = [{ uri: '', chain: [], validFor: { start: 0 } }];
    const result = await verifyTimestampToken(buildToken({ signer: tsa, data }), data, empty);
    assert.equal(!result.ok && result.reason, 'TIMESTAMP_AUTHORITY_UNKNOWN');
    const both = await verifyTimestampToken(buildToken({ signer: tsa, data }), data, [
      ...empty,
      ...authorities,
    ]);
    assert.ok(both.ok);
  });

  it('caches the result for the chain, and passes on an error of the cache', async () => {
    const cache = new Map<string, Promise<boolean>>();
    assert.ok((await verifyTimestampToken(buildToken({ signer: tsa, data }), data, authorities, cache)).ok);
    assert.ok(cache.size > 0);
    class Faulty extends Map<string, Promise<boolean>> {
      override get(): never {
        throw new RangeError('out of memory');
      }
    }
    const faulty = verifyTimestampToken(buildToken({ signer: tsa, data }), data, authorities, new Faulty());
    await assert.rejects(faulty, RangeError);
  });

  it('calls a token that is not valid CMS malformed, with its own code', () => {
    refuses('DER_BAD_VALUE', /./, () =>
      parseTimestampToken(buildToken({ signer: tsa, data, signerCount: 2 })),
    );
  });
});

describe('a timestamp authority’s answer', () => {
  const token = der.sequence(der.integer(5));
  const statusOf = (...fields: Uint8Array[]) => der.sequence(der.sequence(...fields), token);

  it('is granted with status 0 or 1, and refused with any other, in the authority’s own words', () => {
    assert.deepEqual(wrapToken(token), statusOf(der.integer(0)));
    for (const status of [0, 1]) assert.deepEqual(tokenFromResponse(statusOf(der.integer(status))), token);
    const refused = (...fields: Uint8Array[]) => {
      try {
        return String(tokenFromResponse(statusOf(...fields)));
      } catch (error) {
        assert.ok(error instanceof TimestampRefused);
        assert.equal(error.code, 'TIMESTAMP_REFUSED');
        return error.message;
      }
    };
    assert.match(refused(der.integer(2)), /\(status 2\)$/);
    assert.match(refused(der.integer(3), der.sequence(der.utf8String('busy'))), /\(status 3\): busy$/);
    const long = der.sequence(der.utf8String('x'.repeat(300)));
    assert.equal(refused(der.integer(2), long).match(/x+$/)?.[0].length, 200);
  });

  it('may state its failure as bits, with nothing after them', () => {
    const info = der.bitString(Uint8Array.of(0x80));
    assert.deepEqual(tokenFromResponse(statusOf(der.integer(0), info)), token);
    refuses('DER_TRAILING_DATA', /PKIStatusInfo/, () =>
      tokenFromResponse(statusOf(der.integer(0), info, info)),
    );
  });

  it('is read up to 256 KiB', () => {
    const limit = 256 * 1024;
    const filled = (size: number) => {
      const body = (padding: number) => concatBytes(der.integer(0), der.octetString(new Uint8Array(padding)));
      const around = wrapToken(der.sequence(body(size))).length - size;
      return wrapToken(der.sequence(body(size - around)));
    };
    assert.equal(filled(limit).length, limit);
    assert.ok(tokenFromResponse(filled(limit)).length > limit - 64);
    refuses('DER_TOO_LARGE', /more than 262144 bytes/, () => tokenFromResponse(filled(limit + 1)));
  });

  it('is requested with a SHA-2 digest only; the length of the digest decides the hash', () => {
    refuses('DER_BAD_VALUE', /not a SHA-2 digest/, () => buildTimestampRequest(digest('sha1', data), data));
    for (const [hash, oid] of Object.entries(SHA2)) {
      const imprint = digest(hash as HashAlgorithm, data);
      const expected = der.sequence(
        der.integer(1),
        der.sequence(der.sequence(der.oid(oid), der.nullValue()), der.octetString(imprint)),
        der.integer(Uint8Array.of(7)),
        TRUE,
      );
      assert.deepEqual(buildTimestampRequest(imprint, Uint8Array.of(7)), expected, hash);
    }
  });
});
