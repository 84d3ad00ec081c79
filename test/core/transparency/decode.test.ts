import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bytesField,
  canonicalJson,
  concatBytes,
  toBase64,
  toHex,
  utf8,
  varintField,
} from '../../../core/encoding/index.js';
import {
  decodeLogEntry,
  encodeLogEntry,
  hashedRekordBody,
  type LogEntry,
  leafHash,
  logEntryFromProtoJson,
  logEntryFromRekorJson,
  parseBody,
  parseCheckpoint,
  TransparencyError,
} from '../../../core/transparency/index.js';
import { random } from '../../support/random.js';

const MALFORMED = { name: 'TransparencyError', code: 'LOG_ENTRY_MALFORMED' };
const CERTIFICATE = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x07);
const BODY = hashedRekordBody({
  version: '0.0.1',
  digest: new Uint8Array(32).fill(1),
  signature: Uint8Array.of(0x30, 0x00),
  certificateDer: CERTIFICATE,
});
const ENTRY: LogEntry = {
  logIndex: 829_394_228,
  logId: new Uint8Array(32).fill(2),
  kind: 'hashedrekord',
  version: '0.0.1',
  integratedTime: 1_700_000_000,
  set: Uint8Array.of(1, 2, 3),
  inclusionProof: {
    logIndex: 0,
    rootHash: new Uint8Array(32).fill(3),
    treeSize: 2 ** 53 - 1,
    hashes: [new Uint8Array(32).fill(4), new Uint8Array(32).fill(5)],
    checkpoint: 'a\n1\n',
  },
  body: BODY,
};

/** What Rekor v1 answers for ENTRY, with changes. */
function rekorV1(entry: object = {}, proof: object = {}, uuid = toHex(leafHash(BODY))): string {
  return JSON.stringify({
    [uuid]: {
      body: toBase64(BODY),
      integratedTime: 1_700_000_000,
      logID: toHex(ENTRY.logId),
      logIndex: 829_394_228,
      verification: {
        signedEntryTimestamp: 'AQID',
        inclusionProof: {
          checkpoint: 'a\n1\n',
          hashes: ['04'.repeat(32), '05'.repeat(32)],
          logIndex: 0,
          rootHash: '03'.repeat(32),
          treeSize: 2 ** 53 - 1,
          ...proof,
        },
      },
      ...entry,
    },
  });
}

function protoJson(entry: object = {}, proof: object = {}): Record<string, unknown> {
  return {
    logIndex: '829394228',
    logId: { keyId: toBase64(ENTRY.logId) },
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
    integratedTime: '1700000000',
    inclusionPromise: { signedEntryTimestamp: 'AQID' },
    inclusionProof: {
      logIndex: '0',
      rootHash: toBase64(new Uint8Array(32).fill(3)),
      treeSize: '9007199254740991',
      hashes: [toBase64(new Uint8Array(32).fill(4)), toBase64(new Uint8Array(32).fill(5))],
      checkpoint: { envelope: 'a\n1\n' },
      ...proof,
    },
    canonicalizedBody: toBase64(BODY),
    ...entry,
  };
}

describe('the same entry', () => {
  test('is read from protobuf, from an answer of Rekor v1 and from protobuf JSON', () => {
    deepEqual(decodeLogEntry(encodeLogEntry(ENTRY)), ENTRY);
    deepEqual(logEntryFromRekorJson(rekorV1()), ENTRY);
    deepEqual(logEntryFromRekorJson(rekorV1({}, {}, `1193050959916656${toHex(leafHash(BODY))}`)), ENTRY);
    deepEqual(logEntryFromProtoJson(protoJson()), ENTRY);
    deepEqual(logEntryFromProtoJson(JSON.stringify(protoJson())), ENTRY);
  });

  test('may lack the fields that Rekor v2 does not have', () => {
    const bare = {
      logIndex: 0,
      logId: ENTRY.logId,
      kind: 'hashedrekord',
      version: '0.0.2',
      integratedTime: 0,
    };
    deepEqual(decodeLogEntry(encodeLogEntry(bare)), bare);
    const { logId, kindVersion } = protoJson({ kindVersion: { kind: 'hashedrekord', version: '0.0.2' } });
    deepEqual(logEntryFromProtoJson({ logId, kindVersion, inclusionPromise: null }), bare);
  });
});

test('protobuf JSON that is no object is a malformed entry', () => {
  for (const json of [JSON.parse('null'), [], 'null', '[]'])
    throws(() => logEntryFromProtoJson(json), { code: 'LOG_ENTRY_MALFORMED' });
});

test('a malformed protobuf entry is refused', () => {
  const good = encodeLogEntry(ENTRY);
  const proof = (hashes: Uint8Array[], root = 32): Uint8Array =>
    bytesField(
      6,
      concatBytes(bytesField(2, new Uint8Array(root)), ...hashes.map((hash) => bytesField(4, hash))),
    );
  const { inclusionProof: _, ...rest } = ENTRY;
  const bare = encodeLogEntry(rest);
  const bad: Record<string, Uint8Array> = {
    nothing: new Uint8Array(),
    'cut short': good.subarray(0, -1),
    'two log indexes': concatBytes(good, varintField(1, 5)),
    'two bodies': concatBytes(good, bytesField(7, BODY)),
    'a log index that is bytes': concatBytes(bytesField(1, utf8('1')), bare.subarray(6)),
    'a body that is a number': concatBytes(
      encodeLogEntry({ ...rest, body: new Uint8Array() }).subarray(0, -2),
      varintField(7, 1),
    ),
    'a short log id': encodeLogEntry({ ...ENTRY, logId: new Uint8Array(31) }),
    'no kind': encodeLogEntry({ ...ENTRY, kind: '' }),
    'a very long kind': encodeLogEntry({ ...ENTRY, kind: 'x'.repeat(65) }),
    'a kind that is not UTF-8': concatBytes(
      bytesField(2, bytesField(1, ENTRY.logId)),
      bytesField(3, concatBytes(bytesField(1, Uint8Array.of(0xff)), bytesField(2, utf8('1')))),
    ),
    'a short root hash': concatBytes(bare, proof([], 31)),
    'a short hash': concatBytes(bare, proof([new Uint8Array(31)])),
    'a proof of 65 hashes': concatBytes(bare, proof(Array.from({ length: 65 }, () => new Uint8Array(32)))),
  };
  for (const [name, bytes] of Object.entries(bad)) throws(() => decodeLogEntry(bytes), MALFORMED, name);
  equal(
    decodeLogEntry(concatBytes(bare, proof(Array.from({ length: 64 }, () => new Uint8Array(32)))))
      .inclusionProof?.hashes.length,
    64,
  );
});

test('a kind and a version may have 1 to 64 characters', () => {
  const longest = 'x'.repeat(64);
  equal(decodeLogEntry(encodeLogEntry({ ...ENTRY, kind: longest })).kind, longest);
  equal(decodeLogEntry(encodeLogEntry({ ...ENTRY, version: longest })).version, longest);
  const message = /does not say what kind it is/;
  for (const name of ['', `${longest}x`])
    for (const entry of [
      { ...ENTRY, kind: name },
      { ...ENTRY, version: name },
    ])
      throws(() => decodeLogEntry(encodeLogEntry(entry)), { ...MALFORMED, message });
});

test('an answer of a log is read up to 8 MiB', () => {
  const text = rekorV1();
  const padded = (length: number) => text + ' '.repeat(length - text.length);
  deepEqual(logEntryFromRekorJson(padded(8 << 20)), ENTRY);
  throws(() => logEntryFromRekorJson(padded((8 << 20) + 1)), { ...MALFORMED, message: /is too large/ });
});

test('unknown protobuf fields are skipped', () => {
  deepEqual(decodeLogEntry(concatBytes(encodeLogEntry(ENTRY), bytesField(99, utf8('new')))), ENTRY);
});

test('a malformed answer of Rekor v1 is refused', () => {
  const bad: Record<string, string> = {
    'not JSON': '{',
    'no object': '[]',
    'no entry': '{}',
    'two entries': `${rekorV1().slice(0, -1)},"b":{}}`,
    'an id that is not the hash of the body': rekorV1({}, {}, '00'.repeat(32)),
    'an id that is not hexadecimal': rekorV1({}, {}, 'x'),
    'another body': rekorV1({ body: toBase64(utf8('{"kind":"a","apiVersion":"b"}')) }),
    'a body that is not base64': rekorV1({ body: '*' }),
    'a negative index': rekorV1({ logIndex: -1 }),
    'an index over 2^53': rekorV1({ logIndex: 2 ** 53 }),
    'an index that is text': rekorV1({ logIndex: '1' }),
    'a fraction': rekorV1({ integratedTime: 1.5 }),
    'a short log id': rekorV1({ logID: '00' }),
    'hashes that are no list': rekorV1({}, { hashes: 'x' }),
    'a short hash': rekorV1({}, { hashes: ['00'] }),
    'no tree size': rekorV1({}, { treeSize: undefined }),
  };
  for (const [name, text] of Object.entries(bad)) throws(() => logEntryFromRekorJson(text), MALFORMED, name);
});

test('a malformed entry in protobuf JSON is refused', () => {
  const bad: Record<string, object> = {
    'no log id': protoJson({ logId: undefined }),
    'no kind': protoJson({ kindVersion: null }),
    'a leading zero': protoJson({ logIndex: '01' }),
    'a sign': protoJson({ logIndex: '-1' }),
    'an index over 2^53': protoJson({ logIndex: '9007199254740992' }),
    'a hash that is not base64': protoJson({}, { hashes: ['*'] }),
    'a list': [],
  };
  for (const [name, json] of Object.entries(bad)) throws(() => logEntryFromProtoJson(json), MALFORMED, name);
});

test('a body states what it was built from', () => {
  for (const version of ['0.0.1', '0.0.2'] as const) {
    const digest = new Uint8Array(32).fill(9);
    const body = hashedRekordBody({
      version,
      digest,
      signature: Uint8Array.of(8),
      certificateDer: CERTIFICATE,
    });
    const stated = parseBody(body);
    deepEqual(
      { ...stated, digest: Uint8Array.from(stated.digest), signature: Uint8Array.from(stated.signature) },
      {
        kind: 'hashedrekord',
        version,
        digestAlgorithm: 'sha256',
        digest,
        signature: Uint8Array.of(8),
        certificate: CERTIFICATE,
      },
    );
  }
});

test('a body of another kind is reported as such, and a malformed one is refused', () => {
  const unsupported = { name: 'TransparencyError', code: 'LOG_ENTRY_KIND_UNSUPPORTED' };
  for (const [kind, apiVersion] of [
    ['dsse', '0.0.1'],
    ['hashedrekord', '0.0.3'],
    ['rekord', '0.0.1'],
  ])
    throws(
      () => parseBody(utf8(canonicalJson({ apiVersion: apiVersion ?? '', kind: kind ?? '', spec: {} }))),
      unsupported,
    );
  const text = Buffer.from(BODY).toString();
  const bad: Record<string, string> = {
    'not JSON': text.slice(1),
    'white space': `${text} `,
    'a member twice': text.replace('"kind":', '"kind":"hashedrekord","kind":'),
    'members out of order': text
      .replace('"apiVersion":"0.0.1",', '')
      .replace('"spec":', '"apiVersion":"0.0.1","spec":'),
    'a short digest': text.replace('01'.repeat(32), '01'.repeat(31)),
    'an unknown hash': text.replace('sha256', 'sha1'),
    'no certificate': text.replace(/"publicKey":\{"content":"[^"]*"/, '"publicKey":{"content":""'),
    'deep nesting': text.replace('"spec":{', `"a":${'['.repeat(200_000)}${']'.repeat(200_000)},"spec":{`),
  };
  for (const [name, body] of Object.entries(bad)) throws(() => parseBody(utf8(body)), MALFORMED, name);
});

test('random damage gives typed errors only', () => {
  const { below, pick } = random(77);
  const inputs: [Uint8Array, (bytes: Uint8Array) => unknown][] = [
    [encodeLogEntry(ENTRY), decodeLogEntry],
    [BODY, parseBody],
    [utf8(rekorV1()), (bytes) => logEntryFromRekorJson(Buffer.from(bytes).toString('utf8'))],
    [
      utf8(JSON.stringify(protoJson())),
      (bytes) => logEntryFromProtoJson(Buffer.from(bytes).toString('utf8')),
    ],
    [
      utf8(`o\n1\n${toBase64(ENTRY.logId)}\n\n\u2014 a AAAAAAE=\n`),
      (bytes) => parseCheckpoint(Buffer.from(bytes).toString('utf8')),
    ],
  ];
  let refused = 0;
  for (let round = 0; round < 6000; round++) {
    const [good, read] = pick(inputs);
    const bytes = Uint8Array.from(good);
    for (let flips = below(3); flips >= 0; flips--) bytes[below(bytes.length)] = below(256);
    const cut = pick([
      bytes,
      bytes,
      bytes.subarray(0, below(bytes.length)),
      concatBytes(bytes, bytes.subarray(below(bytes.length))),
    ]);
    try {
      read(cut);
    } catch (error) {
      ok(error instanceof TransparencyError, String(error));
      refused++;
    }
  }
  ok(refused > 3000, `${refused} refused`);
});
