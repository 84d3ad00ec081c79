import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BundleContent } from '../../../core/bundle/index.js';
import { utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import type { LogEntry } from '../../../core/transparency/index.js';
import { bindBundleEntry, type Logged } from '../../../core/verify/bundle/bind-entry.js';
import { type Artifact, signedContent } from '../../../core/verify/bundle/signed-content.js';
import { entryBody, type Loggable, type LoggedAs } from '../../support/bundle-bodies.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const certificate = instance.sign(utf8('x')).certificate;
const another = instance.sign(utf8('y')).certificate;
const spki = new Uint8Array(instance.keys.rekor.export({ type: 'pkcs8', format: 'der' }));
const artifact = utf8('an artifact\n');
const payload = utf8('{"a":"statement"}');
const TYPE = 'application/vnd.in-toto+json';
const signature = utf8('the signature');

const message: BundleContent = { kind: 'message', signature };
const envelope: BundleContent = { kind: 'dsse', signature, payload, payloadType: TYPE };

function logged(content: BundleContent, change: Partial<Logged> = {}, known: Artifact = artifact): Logged {
  return { content, signed: signedContent(content, known), verifier: { certificate }, ...change };
}

function body(as: LoggedAs, content: BundleContent, change: Partial<Loggable> = {}): Uint8Array {
  return entryBody(as, {
    signed: signedContent(content, artifact).bytes ?? new Uint8Array(),
    signature,
    hash: 'sha256',
    key: 'P-256',
    verifier: { label: 'CERTIFICATE', der: certificate },
    payload,
    payloadType: TYPE,
    ...change,
  });
}

function entry(as: LoggedAs, stated: Uint8Array | undefined): LogEntry {
  const [kind = '', version = ''] = as.split(' ');
  const log = { logIndex: 1, logId: new Uint8Array(32), integratedTime: 0 };
  return { ...log, kind, version, ...(stated && { body: stated }) };
}

function said(one: LogEntry, about: Logged): (string | undefined)[] {
  const bound = bindBundleEntry(one, about);
  const { name, outcome, reason } = bound.check;
  assert.equal(name, 'log-entry');
  assert.equal('body' in bound, outcome === 'passed');
  if ('body' in bound) assert.equal(bound.body, one.body);
  return reason ? [outcome, reason] : [outcome];
}

const MESSAGES = ['hashedrekord 0.0.1', 'hashedrekord 0.0.2'] as const;
const ENVELOPES = ['dsse 0.0.1', 'dsse 0.0.2', 'intoto 0.0.2', ...MESSAGES] as const;
const ALL: readonly (readonly [LoggedAs, BundleContent])[] = [
  ...MESSAGES.map((as) => [as, message] as const),
  ...ENVELOPES.map((as) => [as, envelope] as const),
];

describe('the log entry of a bundle', () => {
  for (const [as, content] of ALL)
    test(`as ${as} of a ${content.kind} is bound to its content, its signature, and its certificate or key`, () => {
      const check = (stated: Partial<Loggable>, change: Partial<Logged> = {}) =>
        said(entry(as, body(as, content, stated)), logged(content, change));
      assert.deepEqual(check({}), ['passed']);
      const other = { content: { ...content, signature: utf8('another') } };
      assert.deepEqual(check({}, other), ['failed', 'LOG_ENTRY_SIGNATURE_MISMATCH']);
      const theirs = { verifier: { certificate: another } };
      assert.deepEqual(check({}, theirs), ['failed', 'LOG_ENTRY_CERTIFICATE_MISMATCH']);
      const key = { verifier: { publicKey: spki } };
      assert.deepEqual(check({}, key), ['failed', 'LOG_ENTRY_KEY_MISMATCH']);
      const withKey = { verifier: { label: 'PUBLIC KEY', der: spki } } as const;
      assert.deepEqual(check(withKey, key), ['passed']);
      assert.deepEqual(check(withKey), ['failed', 'LOG_ENTRY_CERTIFICATE_MISMATCH']);
      const otherKey = { verifier: { publicKey: spki.slice(1) } };
      assert.deepEqual(check(withKey, otherKey), ['failed', 'LOG_ENTRY_KEY_MISMATCH']);
      assert.deepEqual(check({ signed: utf8('another'), payload: utf8('{}') }), [
        'failed',
        'LOG_ENTRY_DIGEST_MISMATCH',
      ]);
    });

  test('of intoto 0.0.1 is bound by the text of the envelope, and cannot be without it', () => {
    const text = utf8('{"payload":"…"}');
    const one = entry('intoto 0.0.1', body('intoto 0.0.1', envelope, { envelope: text }));
    assert.deepEqual(said(one, logged(envelope, { envelope: text })), ['passed']);
    const other = logged(envelope, { envelope: utf8('{"payload": "…"}') });
    assert.deepEqual(said(one, other), ['failed', 'LOG_ENTRY_DIGEST_MISMATCH']);
    assert.deepEqual(said(one, logged(envelope)), ['failed', 'LOG_ENTRY_KIND_UNSUPPORTED']);
    const strangers = logged(envelope, { envelope: text, verifier: { certificate: another } });
    assert.deepEqual(said(one, strangers), ['failed', 'LOG_ENTRY_CERTIFICATE_MISMATCH']);
  });

  for (const as of ['dsse 0.0.1', 'intoto 0.0.2'] as const)
    test(`of ${as} for another text of the envelope is refused where the text is known`, () => {
      const text = utf8('{"payload":"…"}');
      const one = entry(as, body(as, envelope, { envelope: text }));
      assert.deepEqual(said(one, logged(envelope, { envelope: text })), ['passed']);
      assert.deepEqual(said(one, logged(envelope)), ['passed']);
      const other = logged(envelope, { envelope: utf8('{ "payload":"…"}') });
      assert.deepEqual(said(one, other), ['failed', 'LOG_ENTRY_DIGEST_MISMATCH']);
    });

  for (const as of ['dsse 0.0.1', 'dsse 0.0.2', 'intoto 0.0.2'] as const)
    test(`as ${as} is not accepted for a message`, () => {
      const one = entry(as, body(as, envelope));
      assert.deepEqual(said(one, logged(message)), ['failed', 'LOG_ENTRY_DIGEST_MISMATCH']);
    });

  test('that states a payload type is valid for that type only', () => {
    const one = entry('intoto 0.0.2', body('intoto 0.0.2', envelope, { payloadType: 'text/plain' }));
    assert.deepEqual(said(one, logged(envelope)), ['failed', 'LOG_ENTRY_DIGEST_MISMATCH']);
    const plain: BundleContent = { ...envelope, payloadType: 'text/plain' };
    assert.deepEqual(said(one, logged(plain)), ['passed']);
  });

  test('over an unknown digest cannot be checked, and its other checks are not invented', () => {
    const known = { algorithm: 'sha512', digest: digest('sha512', artifact) } as const;
    for (const as of MESSAGES) {
      const one = entry(as, body(as, message));
      assert.deepEqual(said(one, logged(message, {}, known)), ['not-made', 'ARTIFACT_NOT_GIVEN']);
      const right = entry(as, body(as, message, { hash: 'sha512' }));
      assert.deepEqual(said(right, logged(message, {}, known)), ['passed']);
    }
  });

  test('must have a well-formed body, of a known kind that is the kind the entry states', () => {
    const as = 'hashedrekord 0.0.1';
    const of = (stated: Uint8Array | undefined) => said(entry(as, stated), logged(message));
    assert.deepEqual(of(undefined), ['failed', 'LOG_ENTRY_MALFORMED']);
    assert.deepEqual(of(utf8('{')), ['failed', 'LOG_ENTRY_MALFORMED']);
    assert.deepEqual(of(utf8('{"apiVersion":"0.0.1","kind":"rpm","spec":{}}')), [
      'failed',
      'LOG_ENTRY_KIND_UNSUPPORTED',
    ]);
    const good = body(as, message);
    for (const change of [{ kind: 'dsse' }, { version: '0.0.2' }])
      assert.deepEqual(said({ ...entry(as, good), ...change }, logged(message)), [
        'failed',
        'LOG_ENTRY_MALFORMED',
      ]);
  });

  test('says what it belongs to', () => {
    const one = entry('hashedrekord 0.0.1', body('hashedrekord 0.0.1', message));
    assert.equal(
      bindBundleEntry(one, logged(message)).check.detail,
      'hashedrekord 0.0.1 for exactly this content, signature and certificate',
    );
    const withKey = body('hashedrekord 0.0.1', message, { verifier: { label: 'PUBLIC KEY', der: spki } });
    assert.equal(
      bindBundleEntry(
        entry('hashedrekord 0.0.1', withKey),
        logged(message, { verifier: { publicKey: spki } }),
      ).check.detail,
      'hashedrekord 0.0.1 for exactly this content, signature and key',
    );
  });
});
