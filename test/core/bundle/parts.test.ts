import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { inBundle, messageAt, messagesAt, textAt, typed } from '../../../core/bundle/fields.js';
import {
  BundleError,
  type BundleErrorCode,
  bundlesIn,
  LARGEST_BUNDLE,
  parseBundle,
} from '../../../core/bundle/index.js';
import { EncodingError, toBase64, utf8 } from '../../../core/encoding/index.js';
import { type BundleJson, bundleBytes, makeBundle, statementAbout } from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const artifact = utf8('an artifact\n');
const stampedAt = instance.start + 1002;
const message = makeBundle(instance, artifact, { stampedAt }).json;
const envelope = makeBundle(instance, artifact, { stampedAt, payload: statementAbout(artifact) }).json;
const older = makeBundle(instance, artifact, { version: '0.1' }).json;
const bare = makeBundle(instance, artifact, { bareKey: true }).json;

const changed = (json: BundleJson, change: (json: BundleJson) => void): Uint8Array => {
  const copy = structuredClone(json);
  change(copy);
  return bundleBytes(copy);
};
const material = (json: BundleJson): BundleJson => json['verificationMaterial'];

function refused(bytes: Uint8Array, message: string, code: BundleErrorCode = 'BUNDLE_MALFORMED'): void {
  throws(() => parseBundle(bytes), new BundleError(code, message));
}

const wrongIn = (
  json: BundleJson,
  change: (json: BundleJson) => void,
  message: string,
  code?: BundleErrorCode,
) => refused(changed(json, change), message, code);

const MEDIA = 'application/vnd.dev.sigstore.bundle';

test('each known media type means a version; others are not supported', () => {
  const versionOf = (json: BundleJson, mediaType: string) =>
    parseBundle(changed(json, (copy) => Object.assign(copy, { mediaType }))).version;
  equal(versionOf(older, `${MEDIA}+json;version=0.1`), '0.1');
  equal(versionOf(older, `${MEDIA}+json;version=0.2`), '0.2');
  equal(versionOf(message, `${MEDIA}+json;version=0.3`), '0.3');
  equal(versionOf(message, `${MEDIA}.v0.3+json`), '0.3');
  for (const mediaType of [undefined, 3, '', 'toString', `${MEDIA}+json;version=0.4`, [`${MEDIA}.v0.3+json`]])
    wrongIn(
      message,
      (json) => Object.assign(json, { mediaType }),
      'the media type is not that of a Sigstore bundle of version 0.1, 0.2 or 0.3',
      'BUNDLE_VERSION_NOT_SUPPORTED',
    );
});

test('a bundle of 16 MiB is read, and one more byte is too large', () => {
  const text = JSON.stringify(message);
  const rest = LARGEST_BUNDLE - utf8(text).length;
  const exact = utf8(text + ' '.repeat(rest));
  equal(LARGEST_BUNDLE, 16 * 1024 * 1024);
  equal(parseBundle(exact).version, '0.3');
  equal(bundlesIn(exact)[0], exact);
  const more = utf8(text + ' '.repeat(rest + 1));
  refused(more, 'a bundle of more than 16777216 bytes');
  throws(() => bundlesIn(more), new BundleError('BUNDLE_MALFORMED', 'it has more than 16777216 bytes'));
});

test('one member says which key signed; a chain exists only in older versions', () => {
  const kind = 'publicKey, x509CertificateChain, certificate';
  const chain = { certificates: [material(message)['certificate']] };
  deepEqual(parseBundle(bundleBytes(bare)).signer, {
    kind: 'public-key',
    hint: material(bare)['publicKey'].hint ?? '',
  });
  const hinted = changed(bare, (json) => Object.assign(material(json), { publicKey: { hint: 'k' } }));
  deepEqual(parseBundle(hinted).signer, { kind: 'public-key', hint: 'k' });
  equal(parseBundle(bundleBytes(older)).signer.kind, 'certificate');
  deepEqual(
    parseBundle(changed(older, (json) => Object.assign(json, { mediaType: `${MEDIA}+json;version=0.2` })))
      .signer,
    parseBundle(bundleBytes(older)).signer,
  );
  wrongIn(message, (json) => delete material(json)['certificate'], `not exactly one of ${kind} is there`);
  wrongIn(
    message,
    (json) => Object.assign(material(json), { publicKey: {} }),
    `not exactly one of ${kind} is there`,
  );
  wrongIn(
    message,
    (json) => Object.assign(material(json), { certificate: null, x509CertificateChain: chain }),
    'a bundle of version 0.3 must not hold a certificate chain',
  );
  wrongIn(message, (json) => delete json['verificationMaterial'], 'the bundle has no verification material');
});

test('a chain has a leaf and at most nine more, all of them bytes', () => {
  const chainOf =
    (length: number, more: BundleJson = {}) =>
    (json: BundleJson) => {
      const [leaf] = material(json)['x509CertificateChain'].certificates;
      material(json)['x509CertificateChain'].certificates = [
        ...Array.from({ length }, () => leaf),
        ...('rawBytes' in more ? [more] : []),
      ];
    };
  deepEqual(parseBundle(changed(older, chainOf(10))).signer, parseBundle(bundleBytes(older)).signer);
  wrongIn(older, chainOf(11), 'certificates has more than 10 members');
  wrongIn(older, chainOf(0), 'the certificate chain is empty');
  wrongIn(older, chainOf(1, { rawBytes: '' }), 'rawBytes is empty or missing');
  wrongIn(older, chainOf(1, { rawBytes: '!' }), 'rawBytes: not canonical base64');
  equal(parseBundle(changed(older, chainOf(1, { rawBytes: 'AAAA' }))).signer.kind, 'certificate');
});

test('an unreadable certificate, entry or timestamp has its own error code', () => {
  throws(
    () =>
      parseBundle(
        changed(message, (json) => Object.assign(material(json)['certificate'], { rawBytes: 'AAAA' })),
      ),
    { name: 'BundleError', code: 'CERTIFICATE_MALFORMED' },
  );
  throws(() => parseBundle(changed(message, (json) => delete material(json)['tlogEntries'][0].kindVersion)), {
    name: 'BundleError',
    code: 'LOG_ENTRY_MALFORMED',
  });
  const stamps = (json: BundleJson) => material(json)['timestampVerificationData'].rfc3161Timestamps;
  for (const signedTimestamp of ['AAAA', 'MAUwAwIBAg=='])
    throws(
      () => parseBundle(changed(message, (json) => Object.assign(stamps(json)[0], { signedTimestamp }))),
      {
        name: 'BundleError',
        code: 'TIMESTAMP_MALFORMED',
      },
    );
  wrongIn(
    message,
    (json) => Object.assign(stamps(json)[0], { signedTimestamp: '' }),
    'signedTimestamp is empty or missing',
  );
});

test('the number of entries and timestamps is limited, and no entry may occur twice', () => {
  const entries = (length: number) => (json: BundleJson) => {
    const [entry] = material(json)['tlogEntries'];
    material(json)['tlogEntries'] = Array.from({ length }, (_, i) => ({
      ...entry,
      canonicalizedBody: toBase64(utf8(`{"i":${i}}`)),
    }));
  };
  equal(parseBundle(changed(message, entries(32))).logEntries.length, 32);
  equal(parseBundle(changed(message, entries(0))).logEntries.length, 0);
  wrongIn(message, entries(33), 'tlogEntries has more than 32 members');
  wrongIn(
    message,
    (json) => material(json)['tlogEntries'].push(structuredClone(material(json)['tlogEntries'][0])),
    'the same log entry is there twice',
  );
  const logs = changed(message, (json) => {
    const entry = structuredClone(material(json)['tlogEntries'][0]);
    entry.logId.keyId = toBase64(new Uint8Array(32));
    material(json)['tlogEntries'].push(entry);
  });
  equal(parseBundle(logs).logEntries.length, 2);
  const stamps = (length: number) => (json: BundleJson) => {
    const data = material(json)['timestampVerificationData'];
    data.rfc3161Timestamps = Array.from({ length }, () => data.rfc3161Timestamps[0]);
  };
  equal(parseBundle(changed(message, stamps(32))).timestampTokens.length, 32);
  wrongIn(message, stamps(33), 'rfc3161Timestamps has more than 32 members');
  equal(
    parseBundle(changed(message, (json) => delete material(json)['timestampVerificationData']))
      .timestampTokens.length,
    0,
  );
  equal(parseBundle(changed(message, (json) => delete material(json)['tlogEntries'])).logEntries.length, 0);
});

test('a message digest has a known algorithm and the right length, or is left out', () => {
  const digestOf = (messageDigest: unknown) => {
    const { content } = parseBundle(
      changed(message, (json) => Object.assign(json['messageSignature'], { messageDigest })),
    );
    return content.kind === 'message' ? content.messageDigest : content.kind;
  };
  const bytes = (length: number) => toBase64(new Uint8Array(length));
  for (const [name, algorithm, length] of [
    ['SHA2_256', 'sha256', 32],
    ['SHA2_384', 'sha384', 48],
    ['SHA2_512', 'sha512', 64],
  ] as const) {
    deepEqual(digestOf({ algorithm: name, digest: bytes(length) }), {
      algorithm,
      digest: new Uint8Array(length),
    });
    for (const other of [length - 1, length + 1])
      throws(
        () => digestOf({ algorithm: name, digest: bytes(other) }),
        new BundleError('BUNDLE_MALFORMED', 'the message digest is not as long as its algorithm says'),
      );
    throws(
      () => digestOf({ algorithm: name }),
      new BundleError('BUNDLE_MALFORMED', 'digest is empty or missing'),
    );
  }
  for (const none of [
    undefined,
    null,
    {},
    { algorithm: '' },
    { algorithm: 'HASH_ALGORITHM_UNSPECIFIED', digest: '' },
  ])
    equal(digestOf(none), undefined);
  for (const algorithm of [undefined, '', 'HASH_ALGORITHM_UNSPECIFIED'])
    throws(
      () => digestOf({ algorithm, digest: bytes(32) }),
      new BundleError('BUNDLE_MALFORMED', 'the message digest does not say its algorithm'),
    );
  for (const algorithm of ['SHA3_256', 'toString', 'sha256'])
    throws(
      () => digestOf({ algorithm, digest: bytes(32) }),
      new BundleError('ALGORITHM_NOT_SUPPORTED', 'the message digest is not SHA-256, SHA-384 or SHA-512'),
    );
});

test('an envelope has exactly one signature, by the key that the bundle names', () => {
  const signatures = (json: BundleJson) => json['dsseEnvelope'].signatures;
  const { content } = parseBundle(bundleBytes(envelope));
  deepEqual(
    [content.kind, content.kind === 'dsse' && content.payloadType],
    ['dsse', 'application/vnd.in-toto+json'],
  );
  deepEqual(content.kind === 'dsse' && content.payload, statementAbout(artifact));
  const count = 'the DSSE envelope does not have exactly one signature';
  wrongIn(envelope, (json) => signatures(json).pop(), count);
  wrongIn(envelope, (json) => signatures(json).push(signatures(json)[0]), count);
  wrongIn(
    envelope,
    (json) => signatures(json).push(signatures(json)[0], signatures(json)[0]),
    'signatures has more than 2 members',
  );
  const keyed = (hint: string, keyid: string) =>
    changed(envelope, (json) => {
      delete material(json)['certificate'];
      material(json)['publicKey'] = { hint };
      signatures(json)[0].keyid = keyid;
    });
  for (const [hint, keyid] of [
    ['k', 'k'],
    ['', 'k'],
    ['k', ''],
    ['', ''],
  ] as const)
    equal(parseBundle(keyed(hint, keyid)).content.kind, 'dsse');
  refused(keyed('k', 'l'), 'the DSSE envelope names another key than the bundle');
  equal(
    parseBundle(changed(envelope, (json) => Object.assign(signatures(json)[0], { keyid: 'k' }))).content.kind,
    'dsse',
  );
});

test('the signed content is a message or an envelope, with its signature and payload', () => {
  const one = 'not exactly one of messageSignature, dsseEnvelope is there';
  wrongIn(message, (json) => delete json['messageSignature'], one);
  wrongIn(message, (json) => Object.assign(json, { dsseEnvelope: envelope['dsseEnvelope'] }), one);
  wrongIn(message, (json) => delete json['messageSignature'].signature, 'signature is empty or missing');
  wrongIn(envelope, (json) => delete json['dsseEnvelope'].signatures[0].sig, 'sig is empty or missing');
  wrongIn(envelope, (json) => delete json['dsseEnvelope'].payload, 'payload is empty or missing');
  wrongIn(
    envelope,
    (json) => Object.assign(json['dsseEnvelope'], { payload: '*' }),
    'payload: not canonical base64',
  );
});

/** Every place in the JSON, with a function that puts something else there. */
function places(json: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const here = at.length === 0 || at[0] === 'mediaType' ? [] : [at];
  if (typeof json !== 'object' || json === null) return here;
  const keys = Array.isArray(json) ? json.map((_, i) => i) : Object.keys(json);
  return [...here, ...keys.flatMap((key) => places((json as BundleJson)[key], [...at, key]))];
}

function withAt(json: BundleJson, at: readonly (string | number)[], value: unknown): Uint8Array {
  return changed(json, (copy) => {
    const parent = at.slice(0, -1).reduce((node, key) => node[key], copy);
    parent[at.at(-1) ?? ''] = value;
  });
}

test('every member has its type, and members that the format does not define are refused', () => {
  for (const json of [message, envelope, older, bare]) {
    for (const at of places(json)) {
      const place = at.reduce<string>(
        (name, key) => (typeof key === 'number' ? `${name}[${key}]` : name === '' ? key : `${name}.${key}`),
        '',
      );
      const value = at.reduce((node, key) => node[key], json);
      if (Array.isArray(value)) {
        for (const other of [{}, 'x', 1]) refused(withAt(json, at, other), `${place} is not a list`);
      } else if (typeof value === 'object') {
        for (const other of [[], 'x', 1]) refused(withAt(json, at, other), `${place} is not an object`);
        refused(withAt(json, [...at, 'more'], 1), `${place} has a member that is not known`);
        refused(withAt(json, [...at, 'toString'], 1), `${place} has a member that is not known`);
      } else if (/(logIndex|integratedTime|treeSize)$/.test(place)) {
        for (const other of [{}, [], true]) refused(withAt(json, at, other), `${place} is not a number`);
      } else for (const other of [{}, [], 1, true]) refused(withAt(json, at, other), `${place} is not text`);
    }
    refused(withAt(json, ['more'], null), 'the bundle has a member that is not known');
  }
});

test('an error that is not about the bundle is passed on; an error about it names its place', () => {
  const broken = () => {
    throw new TypeError('broken');
  };
  throws(() => inBundle('x', broken), TypeError);
  throws(() => typed('BUNDLE_MALFORMED', broken), TypeError);
  const read = () => {
    throw new EncodingError('BASE64_MALFORMED', 'bad');
  };
  throws(() => inBundle('here', read), new BundleError('BUNDLE_MALFORMED', 'here: bad'));
  throws(() => typed('TIMESTAMP_MALFORMED', read), new BundleError('TIMESTAMP_MALFORMED', 'bad'));
});

test('a member of the wrong kind is left out, and a list of other things is refused', () => {
  const fields = { text: 'x', number: 1, list: [{}, {}], nulls: [{}, null], message: { a: 1 } };
  equal(textAt(fields, 'text'), 'x');
  for (const name of ['number', 'list', 'message', 'none']) equal(textAt(fields, name), '');
  deepEqual(messageAt(fields, 'message'), { a: 1 });
  for (const name of ['text', 'number', 'list', 'none']) equal(messageAt(fields, name), undefined);
  equal(messagesAt(fields, 'list', 2).length, 2);
  deepEqual(messagesAt(fields, 'none', 0), []);
  throws(
    () => messagesAt(fields, 'list', 1),
    new BundleError('BUNDLE_MALFORMED', 'list has more than 1 members'),
  );
  for (const name of ['text', 'nulls', 'message'])
    throws(
      () => messagesAt(fields, name, 9),
      new BundleError('BUNDLE_MALFORMED', `${name} is not a list of objects`),
    );
});

test('bundles in a list are distinguished from other JSON', () => {
  const parts = (value: unknown) =>
    bundlesIn(utf8(JSON.stringify(value))).map((part) => Buffer.from(part).toString());
  const line = JSON.stringify(message);
  deepEqual(parts({ attestations: [{ bundle: 1 }, 2, {}] }), ['1', '2', 'null']);
  deepEqual(parts({ mediaType: 'x', attestations: [{ bundle: 1 }] }), [
    '{"mediaType":"x","attestations":[{"bundle":1}]}',
  ]);
  deepEqual(parts({ attestations: {} }), ['{"attestations":{}}']);
  deepEqual(parts({ mediaType: 'x', payloadType: 'y' }), ['{"mediaType":"x","payloadType":"y"}']);
  const alone = 'it is a DSSE envelope alone, without a bundle around it';
  throws(() => parts({ payloadType: null }), new BundleError('BUNDLE_MALFORMED', alone));
  const neither = 'it is neither a bundle in JSON nor JSON lines of bundles';
  for (const text of ['null\nx', '{"mediaType":1}\n{}', '{}\n{}', '[]\nx'])
    throws(() => bundlesIn(utf8(text)), new BundleError('BUNDLE_MALFORMED', neither));
  equal(bundlesIn(utf8(`x\n${line}\n \n`)).length, 2);
  throws(() => parts(1), new BundleError('BUNDLE_MALFORMED', 'it is not a JSON object'));
});
