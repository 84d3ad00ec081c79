import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { preAuthEncoding } from '../../../core/attestation/index.js';
import { BundleError, LARGEST_BUNDLE, parseBundle } from '../../../core/bundle/index.js';
import { fromAnyBase64, parseStrictJson, utf8 } from '../../../core/encoding/index.js';
import { bundleBytes, makeBundle } from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';
import { mutate } from '../../support/mutate.js';
import { random } from '../../support/random.js';

const artifact = utf8('an artifact\n');
const { json } = makeBundle(new TestInstance(), artifact, { stampedAt: 1_790_001_001 });
const text = JSON.stringify(json);

const refused = (bundle: Uint8Array | string, code: BundleError['code'] = 'BUNDLE_MALFORMED') =>
  assert.throws(
    () => parseBundle(typeof bundle === 'string' ? utf8(bundle) : bundle),
    (error) => error instanceof BundleError && error.code === code,
  );

describe('a bundle is read', () => {
  test('with its certificate, entry, timestamp and signature', () => {
    const bundle = parseBundle(utf8(text));
    assert.equal(bundle.version, '0.3');
    assert.equal(bundle.signer.kind, 'certificate');
    assert.deepEqual([bundle.logEntries.length, bundle.timestampTokens.length], [1, 1]);
    assert.equal(bundle.content.kind, 'message');
  });

  test('with the same result for URL-safe, unpadded or wrapped base64, and for null instead of a missing member', () => {
    const urlSafe = structuredClone(json);
    const signature: string = json['messageSignature'].signature;
    urlSafe['messageSignature'].signature = signature
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
    const [stamp] = urlSafe['verificationMaterial'].timestampVerificationData.rfc3161Timestamps;
    stamp.signedTimestamp = stamp.signedTimestamp.replace(/.{76}/g, '$&\n');
    urlSafe['dsseEnvelope'] = null;
    assert.deepEqual(parseBundle(bundleBytes(urlSafe)), parseBundle(utf8(text)));
  });

  test('with the same result for numbers as 64-bit integers', () => {
    const numbers = structuredClone(json);
    const [entry] = numbers['verificationMaterial'].tlogEntries;
    entry.logIndex = Number(entry.logIndex);
    assert.deepEqual(parseBundle(bundleBytes(numbers)), parseBundle(utf8(text)));
  });
});

describe('a bundle is refused', () => {
  test('that is too large, not UTF-8, has a byte order mark, or is no object', () => {
    refused(new Uint8Array(LARGEST_BUNDLE + 1).fill(0x20));
    refused(Uint8Array.of(0xff, 0xfe));
    refused(`\ufeff${text}`);
    for (const value of ['[]', 'null', '"x"', '1']) refused(value, 'BUNDLE_VERSION_NOT_SUPPORTED');
  });

  test('that has a member twice, at any depth and in any spelling', () => {
    refused(text.replace('{', '{"mediaType":"x",'));
    refused(text.replace('"logIndex"', '"log\\u0049ndex":"1","logIndex"'));
  });

  test('whose members have another type, or are nested deeper than in any bundle', () => {
    refused(text.replace(/"hashes":\[[^\]]*\]/, '"hashes":{}'));
    refused(text.replace(/"hashes":\[[^\]]*\]/, '"hashes":[null]'));
    refused(text.replace(/"hashes":\[[^\]]*\]/, `"hashes":${'['.repeat(100_000)}${']'.repeat(100_000)}`));
    refused(text.replace('"0.0.1"', '1'));
  });

  test('with too many log entries', () => {
    const many = structuredClone(json);
    const [entry] = many['verificationMaterial'].tlogEntries;
    many['verificationMaterial'].tlogEntries = Array.from({ length: 33 }, () => entry);
    refused(bundleBytes(many));
  });

  test('with any error, always with the same error type: 3000 damaged ones', () => {
    const chance = random(20261122);
    for (let i = 0; i < 3000; i++) {
      try {
        parseBundle(mutate(utf8(text), chance));
      } catch (error) {
        assert.ok(error instanceof BundleError, String(error));
      }
    }
  });
});

describe('strict JSON', () => {
  test('takes the same name in different objects, and brackets and quotes in strings', () => {
    const value = { a: { a: 1 }, b: [{ a: 1 }, { a: '"{[,]}\\' }], '{"a': 1 };
    assert.deepEqual(parseStrictJson(JSON.stringify(value, undefined, 1)), value);
  });

  test('counts depth outside strings only, up to 64', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}"]]]]"${']'.repeat(depth)}`;
    parseStrictJson(nested(64));
    assert.throws(() => parseStrictJson(nested(65)), /nested/);
  });
});

test('base64 of protobuf JSON does not mix alphabets and has no unused bits set', () => {
  assert.deepEqual(fromAnyBase64('-_8'), fromAnyBase64('+/8='));
  for (const bad of ['-/8=', 'A', '+/9', '+/8 =', 'AAAA=']) assert.throws(() => fromAnyBase64(bad), bad);
});

test('the pre-authentication encoding is that of the DSSE protocol', () => {
  const expected = 'DSSEv1 29 http://example.com/HelloWorld 11 hello world';
  assert.deepEqual(preAuthEncoding('http://example.com/HelloWorld', utf8('hello world')), utf8(expected));
  assert.deepEqual(preAuthEncoding('é', utf8('ü')), utf8('DSSEv1 2 é 2 ü'));
});
