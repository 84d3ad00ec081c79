import { deepEqual, equal, throws } from 'node:assert/strict';
import { sign } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  bytesField,
  canonicalJson,
  concatBytes,
  fromUtf8,
  toBase64,
  toHex,
  utf8,
  varintField,
} from '../../../core/encoding/index.js';
import { digest, importPublicKey } from '../../../core/primitives/index.js';
import {
  decodeLogEntry,
  encodeLogEntry,
  isRekorV2,
  type LogEntry,
  leafHash,
  logEntryFromProtoJson,
  logEntryFromRekorJson,
  nodeHash,
  setPayload,
  verifySet,
} from '../../../core/transparency/index.js';
import type { TrustedLog } from '../../../core/trust/index.js';
import { type KeyKind, newKey } from '../../support/pki.js';

const MALFORMED = { name: 'TransparencyError', code: 'LOG_ENTRY_MALFORMED' };
const LOG_ID = new Uint8Array(32).fill(2);
const ROOT = new Uint8Array(32).fill(3);
const BODY = utf8('{"apiVersion":"0.0.2","kind":"dsse","spec":{}}');
const BARE: LogEntry = { logIndex: 0, logId: LOG_ID, kind: 'dsse', version: '0.0.2', integratedTime: 0 };
const PROOF = { logIndex: 0, rootHash: ROOT, treeSize: 0, hashes: [], checkpoint: '' };

describe('an entry in protobuf', () => {
  const KIND = bytesField(3, concatBytes(bytesField(1, utf8('dsse')), bytesField(2, utf8('0.0.2'))));
  const ID = bytesField(2, bytesField(1, LOG_ID));
  const decode = (...fields: Uint8Array[]) => decodeLogEntry(concatBytes(ID, KIND, ...fields));

  test('may leave out everything but the log and the kind', () => {
    deepEqual(decode(), BARE);
    deepEqual(encodeLogEntry(BARE), concatBytes(ID, KIND));
    const proof = bytesField(6, concatBytes(bytesField(2, ROOT), bytesField(5, new Uint8Array())));
    deepEqual(encodeLogEntry({ ...BARE, inclusionProof: PROOF }), concatBytes(ID, KIND, proof));
  });

  test('has no promise or body if these are empty', () => {
    deepEqual(decode(bytesField(5, bytesField(1, new Uint8Array())), bytesField(7, new Uint8Array())), BARE);
    deepEqual(decode(bytesField(5, new Uint8Array())), BARE);
  });

  test('has a proof if one exists, even for a tree with one leaf', () => {
    deepEqual(decode(bytesField(6, bytesField(2, ROOT))), { ...BARE, inclusionProof: PROOF });
    throws(() => decode(bytesField(6, new Uint8Array())), MALFORMED);
  });

  test('is written with every field that is not empty, in order', () => {
    const full: LogEntry = {
      ...BARE,
      logIndex: 1,
      integratedTime: 2,
      set: Uint8Array.of(9),
      body: BODY,
      inclusionProof: { logIndex: 3, rootHash: ROOT, treeSize: 4, hashes: [LOG_ID, ROOT], checkpoint: 'c' },
    };
    const proof = concatBytes(
      varintField(1, 3),
      bytesField(2, ROOT),
      varintField(3, 4),
      bytesField(4, LOG_ID),
      bytesField(4, ROOT),
      bytesField(5, bytesField(1, utf8('c'))),
    );
    const bytes = concatBytes(
      varintField(1, 1),
      ID,
      KIND,
      varintField(4, 2),
      bytesField(5, bytesField(1, Uint8Array.of(9))),
      bytesField(6, proof),
      bytesField(7, BODY),
    );
    deepEqual(encodeLogEntry(full), bytes);
    deepEqual(decodeLogEntry(bytes), full);
  });

  test('is refused when a field has another type, or occurs twice in any of its messages', () => {
    const twice = (field: Uint8Array) => concatBytes(field, field);
    const root = bytesField(2, ROOT);
    for (const [what, fields] of [
      ['an index that is bytes', [bytesField(1, utf8('1'))]],
      ['a time that is bytes', [bytesField(4, utf8('1'))]],
      ['a body that is a number', [varintField(7, 1)]],
      ['a promise that is a number', [varintField(5, 1)]],
      ['a proof that is a number', [varintField(6, 1)]],
      ['a hash that is a number', [bytesField(6, concatBytes(root, varintField(4, 1)))]],
      ['a tree size that is bytes', [bytesField(6, concatBytes(root, bytesField(3, ROOT)))]],
      ['two times', [twice(varintField(4, 1))]],
      ['two promises', [twice(bytesField(5, bytesField(1, utf8('x'))))]],
      ['a promise of two', [bytesField(5, twice(bytesField(1, utf8('x'))))]],
      ['two roots', [bytesField(6, twice(root))]],
      ['two checkpoints', [bytesField(6, concatBytes(root, twice(bytesField(5, new Uint8Array()))))]],
      ['two of a field nobody knows', [twice(varintField(9, 1))]],
    ] as const)
      throws(() => decode(...fields), MALFORMED, what);
  });
});

describe('an entry in protobuf JSON', () => {
  const json = { logId: { keyId: toBase64(LOG_ID) }, kindVersion: { kind: 'dsse', version: '0.0.2' } };
  const base = { ...json, inclusionProof: { rootHash: toBase64(ROOT) } };

  test('may leave out everything but the log and the kind', () => {
    deepEqual(logEntryFromProtoJson(json), BARE);
    const nulls = { inclusionPromise: null, inclusionProof: null, canonicalizedBody: null, logIndex: null };
    deepEqual(logEntryFromProtoJson({ ...json, ...nulls }), BARE);
  });

  test('has no promise if it is empty', () => {
    for (const inclusionPromise of [{}, { signedEntryTimestamp: '' }, { signedEntryTimestamp: null }])
      deepEqual(logEntryFromProtoJson({ ...json, inclusionPromise }), BARE);
    deepEqual(logEntryFromProtoJson({ ...json, inclusionPromise: { signedEntryTimestamp: 'AQ==' } }), {
      ...BARE,
      set: Uint8Array.of(1),
    });
  });

  test('has a proof without hashes and checkpoint if these are left out', () => {
    deepEqual(logEntryFromProtoJson(base), { ...BARE, inclusionProof: PROOF });
    const nulls = { ...base.inclusionProof, hashes: null, checkpoint: null };
    deepEqual(logEntryFromProtoJson({ ...json, inclusionProof: nulls }), { ...BARE, inclusionProof: PROOF });
  });

  test('is refused when a part has another type', () => {
    for (const [what, value] of [
      ['text that is no object', '[]'],
      ['a list', []],
      ['a promise that is text', { ...json, inclusionPromise: 'AQ==' }],
      ['a proof that is a list', { ...json, inclusionProof: [] }],
      ['a checkpoint that is text', { ...json, inclusionProof: { ...base.inclusionProof, checkpoint: 'x' } }],
      ['hashes that are text', { ...json, inclusionProof: { ...base.inclusionProof, hashes: 'x' } }],
      ['a body that is an object', { ...json, canonicalizedBody: {} }],
      ['an empty kind', { ...json, kindVersion: { kind: '', version: '0.0.2' } }],
    ] as const)
      throws(() => logEntryFromProtoJson(value), MALFORMED, what);
  });
});

describe('an entry in an answer of Rekor v1', () => {
  const answer = (more: object = {}) =>
    JSON.stringify({
      [toHex(leafHash(BODY))]: {
        body: toBase64(BODY),
        logID: toHex(LOG_ID),
        logIndex: 0,
        integratedTime: 0,
        ...more,
      },
    });
  const expected = { ...BARE, body: BODY };

  test('may have no verification, or an empty one', () => {
    for (const more of [{}, { verification: null }, { verification: {} }])
      deepEqual(logEntryFromRekorJson(answer(more)), expected);
  });

  test('has only a promise, or only a proof, which in old logs has no checkpoint', () => {
    deepEqual(logEntryFromRekorJson(answer({ verification: { signedEntryTimestamp: 'AQ==' } })), {
      ...expected,
      set: Uint8Array.of(1),
    });
    const inclusionProof = { logIndex: 0, rootHash: toHex(ROOT), treeSize: 0, hashes: [] };
    deepEqual(logEntryFromRekorJson(answer({ verification: { inclusionProof } })), {
      ...expected,
      inclusionProof: PROOF,
    });
  });

  test('is refused without a body or an id, or with a verification of another type', () => {
    for (const more of [
      { body: undefined },
      { logID: undefined },
      { verification: [] },
      { verification: 'x' },
    ])
      throws(() => logEntryFromRekorJson(answer(more)), MALFORMED);
  });
});

describe('the promise of a log', () => {
  const entry = { ...BARE, logIndex: 12, integratedTime: 1_700_000_000 };
  const trusted = (kind: KeyKind) => {
    const made = newKey(kind);
    const key = importPublicKey(made.spki);
    if (!key) throw new Error('no key');
    const log: TrustedLog = { baseUrl: '', logId: LOG_ID, key, validFor: { start: 0 } };
    const hash = kind === 'ed25519' ? null : 'sha256';
    return { log, set: Uint8Array.from(sign(hash, setPayload(entry, BODY), made.privateKey)) };
  };

  test('covers canonical JSON of body, time, log and index', () => {
    equal(
      fromUtf8(setPayload(entry, BODY)),
      canonicalJson({
        body: toBase64(BODY),
        integratedTime: 1_700_000_000,
        logID: toHex(LOG_ID),
        logIndex: 12,
      }),
    );
  });

  for (const kind of ['P-256', 'P-384', 'rsa', 'ed25519'] as const)
    test(`holds with ${kind}, with SHA-256 if it needs a hash, and over nothing else`, async () => {
      const { log, set } = trusted(kind);
      equal(await verifySet({ ...entry, set }, BODY, log), true);
      equal(await verifySet({ ...entry, set, logIndex: 13 }, BODY, log), false);
      equal(await verifySet({ ...entry, set }, utf8('x'), log), false);
      equal(await verifySet({ ...entry, set }, BODY, trusted(kind).log), false);
    });

  test('does not hold when it is absent', async () => {
    equal(await verifySet(entry, BODY, trusted('P-256').log), false);
  });
});

test('an entry of Rekor v2 is recognised by its kind and version', () => {
  for (const [kind, version, isV2] of [
    ['hashedrekord', '0.0.2', true],
    ['dsse', '0.0.2', true],
    ['intoto', '0.0.2', false],
    ['hashedrekord', '0.0.1', false],
    ['dsse', '0.0.1', false],
  ] as const)
    equal(isRekorV2({ ...BARE, kind, version }), isV2, `${kind} ${version}`);
});

test('leaves and nodes have different hashes (RFC 6962 section 2.1)', () => {
  const [left, right] = [LOG_ID, ROOT];
  deepEqual(leafHash(BODY), digest('sha256', concatBytes(Uint8Array.of(0), BODY)));
  deepEqual(nodeHash(left, right), digest('sha256', concatBytes(Uint8Array.of(1), left, right)));
});
