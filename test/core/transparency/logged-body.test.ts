import { deepEqual, equal, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalJson, encodePem, type Json, toBase64, toHex, utf8 } from '../../../core/encoding/index.js';
import { parseBody, parseLoggedBody } from '../../../core/transparency/index.js';

const CERTIFICATE = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x07);
const KEY = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x08);
const SIGNATURE = Uint8Array.of(0x30, 0x00);
const DIGESTS = {
  sha256: new Uint8Array(32).fill(1),
  sha384: new Uint8Array(48).fill(2),
  sha512: new Uint8Array(64).fill(3),
} as const;
const V2_NAMES = { sha256: 'SHA2_256', sha384: 'SHA2_384', sha512: 'SHA2_512' } as const;
type Hash = keyof typeof DIGESTS;

const pem = (label: string, der: Uint8Array): string => toBase64(utf8(encodePem(label, der)));
const CERTIFICATE_PEM = pem('CERTIFICATE', CERTIFICATE);
const KEY_PEM = pem('PUBLIC KEY', KEY);
const CERTIFICATE_V2 = { x509Certificate: { rawBytes: toBase64(CERTIFICATE) } };
const KEY_V2 = { publicKey: { rawBytes: toBase64(KEY) } };

const hashV1 = (hash: Hash): Json => ({ algorithm: hash, value: toHex(DIGESTS[hash]) });
const hashV2 = (hash: Hash): { algorithm: string; digest: string } => ({
  algorithm: V2_NAMES[hash],
  digest: toBase64(DIGESTS[hash]),
});
const body = (kind: string, apiVersion: string, spec: Json): Uint8Array =>
  utf8(canonicalJson({ apiVersion, kind, spec }));

const rekordV1 = (data: Json, publicKey = CERTIFICATE_PEM) =>
  body('hashedrekord', '0.0.1', {
    data,
    signature: { content: toBase64(SIGNATURE), publicKey: { content: publicKey } },
  });
const rekordV2 = (data: Json, verifier: Json = CERTIFICATE_V2) =>
  body('hashedrekord', '0.0.2', {
    hashedRekordV002: { data, signature: { content: toBase64(SIGNATURE), verifier } },
  });
const SIGNED_V1 = { signature: toBase64(SIGNATURE), verifier: CERTIFICATE_PEM };
const dsseV1 = (payloadHash: Json, signatures: Json = [SIGNED_V1]) =>
  body('dsse', '0.0.1', { envelopeHash: hashV1('sha256'), payloadHash, signatures });
const SIGNED_V2 = { content: toBase64(SIGNATURE), verifier: CERTIFICATE_V2 };
const dsseV2 = (payloadHash: Json, signatures: Json = [SIGNED_V2]) =>
  body('dsse', '0.0.2', { dsseV002: { payloadHash, signatures } });
const TWICE = toBase64(utf8(toBase64(SIGNATURE)));
const SIGNED_INTOTO = { publicKey: CERTIFICATE_PEM, sig: TWICE };
const intoto = (payloadHash: Json, signatures: Json = [SIGNED_INTOTO]) =>
  body('intoto', '0.0.2', {
    content: { envelope: { payloadType: 'application/vnd.in-toto+json', signatures }, payloadHash },
  });

const intotoV1 = (content: Json) => body('intoto', '0.0.1', { content, publicKey: CERTIFICATE_PEM });

/** The code and the message of the error. */
function refusal(bytes: Uint8Array): string {
  let told = 'none';
  throws(
    () => parseLoggedBody(bytes),
    (error: Error & { code: string }) => {
      told = `${error.code}: ${error.message}`;
      return error.name === 'TransparencyError';
    },
  );
  return told;
}

function matches(bytes: Uint8Array, expected: RegExp): void {
  const told = refusal(bytes);
  equal(expected.test(told), true, `${told} does not match ${expected}`);
}

/** The parsed statement, with bytes as plain arrays. */
const stated = (bytes: Uint8Array) =>
  Object.fromEntries(
    Object.entries(parseLoggedBody(bytes)).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Uint8Array.from(value) : value,
    ]),
  );

describe('the statement of an entry', () => {
  for (const hash of ['sha256', 'sha384', 'sha512'] as const) {
    test(`is read with a ${hash} digest, whatever its kind`, () => {
      const signed = { signature: SIGNATURE, certificate: CERTIFICATE };
      const [digest, payload] = [
        { digestAlgorithm: hash, digest: DIGESTS[hash], ...signed },
        { payload: { algorithm: hash, digest: DIGESTS[hash] }, ...signed },
      ];
      deepEqual(stated(rekordV1({ hash: hashV1(hash) })), {
        kind: 'hashedrekord',
        version: '0.0.1',
        ...digest,
      });
      deepEqual(stated(rekordV2(hashV2(hash))), { kind: 'hashedrekord', version: '0.0.2', ...digest });
      deepEqual(stated(dsseV1(hashV1(hash))), {
        kind: 'dsse',
        version: '0.0.1',
        envelope: { algorithm: 'sha256', digest: DIGESTS.sha256 },
        ...payload,
      });
      deepEqual(stated(dsseV2(hashV2(hash))), { kind: 'dsse', version: '0.0.2', ...payload });
      const payloadType = 'application/vnd.in-toto+json';
      deepEqual(stated(intoto(hashV1(hash))), { kind: 'intoto', version: '0.0.2', payloadType, ...payload });
    });

    test(`is read from intoto 0.0.1 with a ${hash} digest of the envelope, with and without one of the payload`, () => {
      const entry = { kind: 'intoto', version: '0.0.1', certificate: CERTIFICATE } as const;
      const envelope = { algorithm: hash, digest: DIGESTS[hash] };
      deepEqual(stated(intotoV1({ hash: hashV1(hash) })), { ...entry, envelope });
      deepEqual(stated(intotoV1({ hash: hashV1(hash), payloadHash: hashV1(hash) })), {
        ...entry,
        envelope,
        payload: envelope,
      });
      matches(intotoV1({ payloadHash: hashV1(hash) }), /^LOG_ENTRY_MALFORMED: hash of the log entry/);
    });

    test(`is refused when a ${hash} digest has another length`, () => {
      const longer = Uint8Array.of(...DIGESTS[hash], 0);
      const wrong = /^LOG_ENTRY_MALFORMED: the digest of the entry is not as long as its algorithm says/;
      matches(rekordV1({ hash: { algorithm: hash, value: toHex(longer) } }), wrong);
      matches(rekordV2({ algorithm: V2_NAMES[hash], digest: toBase64(longer) }), wrong);
    });
  }

  test('is refused with an unknown hash', () => {
    const unknown = /^LOG_ENTRY_MALFORMED: the digest algorithm of the entry is unknown/;
    matches(rekordV1({ hash: { algorithm: 'sha1', value: 'no hex' } }), unknown);
    for (const algorithm of ['SHA2_224', 'toString'])
      matches(rekordV2({ algorithm, digest: 'no base64' }), unknown);
  });

  test('names a key when there is no certificate', () => {
    for (const bytes of [rekordV1({ hash: hashV1('sha256') }, KEY_PEM), rekordV2(hashV2('sha256'), KEY_V2)]) {
      const { certificate, publicKey } = parseBody(bytes);
      equal(certificate, undefined);
      deepEqual(Uint8Array.from(publicKey ?? []), KEY);
    }
  });

  test('names the first of several certificates in Rekor v1, as Rekor does', () => {
    const chain = toBase64(utf8(encodePem('CERTIFICATE', CERTIFICATE) + encodePem('CERTIFICATE', KEY)));
    const { certificate } = parseBody(rekordV1({ hash: hashV1('sha256') }, chain));
    deepEqual(Uint8Array.from(certificate ?? []), CERTIFICATE);
    const withKey = toBase64(utf8(encodePem('CERTIFICATE', CERTIFICATE) + encodePem('PUBLIC KEY', KEY)));
    deepEqual(parseBody(rekordV1({ hash: hashV1('sha256') }, withKey)).publicKey, undefined);
  });

  test('is refused with neither a certificate nor a key, and with both', () => {
    const one = /^LOG_ENTRY_MALFORMED: the log entry does not name one certificate or key/;
    matches(rekordV1({ hash: hashV1('sha256') }, toBase64(utf8('nothing'))), one);
    matches(rekordV2(hashV2('sha256'), {}), one);
    matches(rekordV2(hashV2('sha256'), { ...CERTIFICATE_V2, ...KEY_V2 }), one);
  });

  test('is refused when an envelope has no signature, or two', () => {
    const one = /^LOG_ENTRY_MALFORMED: .*not for an envelope with exactly one signature/;
    for (const bytes of [
      dsseV1(hashV1('sha256'), []),
      dsseV1(hashV1('sha256'), [SIGNED_V1, SIGNED_V1]),
      dsseV2(hashV2('sha256'), [SIGNED_V2, SIGNED_V2]),
      intoto(hashV1('sha256'), [SIGNED_INTOTO, SIGNED_INTOTO]),
    ])
      matches(bytes, one);
  });

  test('is refused when the signature of an intoto entry is encoded only once', () => {
    const again = /^LOG_ENTRY_MALFORMED: .*not base64 in base64/;
    matches(intoto(hashV1('sha256'), [{ ...SIGNED_INTOTO, sig: toBase64(SIGNATURE) }]), again);
    matches(intoto(hashV1('sha256'), [{ ...SIGNED_INTOTO, sig: toBase64(utf8('*')) }]), again);
  });

  test('is refused when it is not canonical JSON, before anything in it is used', () => {
    const text = Buffer.from(rekordV1({ hash: hashV1('sha256') })).toString();
    const canonical = /^LOG_ENTRY_MALFORMED: the body of the entry is not canonical JSON/;
    matches(utf8(`${text} `), canonical);
    matches(utf8('[]'), /^LOG_ENTRY_MALFORMED: the JSON of the log entry is not an object/);
    matches(utf8('{"apiVersion":"0.0.1"}'), /^LOG_ENTRY_MALFORMED: kind of the log entry is not text/);
    const list = utf8('{"apiVersion":"0.0.1","kind":"dsse","spec":[]}');
    matches(list, /^LOG_ENTRY_MALFORMED: spec of the log entry is not an object/);
    matches(dsseV1(hashV1('sha256'), [1]), /signatures of the log entry is not a list of objects/);
  });

  test('has a known kind and version, and no other is accepted', () => {
    const unknown = /^LOG_ENTRY_KIND_UNSUPPORTED: .*not a hashedrekord 0\.0\.1 or 0\.0\.2/;
    for (const [kind, version] of [
      ['intoto', '0.0.3'],
      ['dsse', '0.0.3'],
      ['hashedrekord', '0.0.3'],
      ['rekord', '0.0.1'],
      ['rekord', '0.0.2'],
    ] as const)
      matches(body(kind, version, {}), unknown);
  });
});
