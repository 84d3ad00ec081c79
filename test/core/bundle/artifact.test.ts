import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BundleContent, MessageDigest } from '../../../core/bundle/index.js';
import { toHex, utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { checkArtifact } from '../../../core/verify/bundle/artifact-check.js';
import { type Artifact, artifactDigest, signedContent } from '../../../core/verify/bundle/signed-content.js';

const artifact = utf8('an artifact\n');
const signature = utf8('the signature');
const HASHES = ['sha256', 'sha384', 'sha512'] as const;
type Hash = (typeof HASHES)[number];
const hex = (hash: Hash) => toHex(digest(hash, artifact));
const known = (hash: Hash): MessageDigest => ({ algorithm: hash, digest: digest(hash, artifact) });
const WRONG = 'ab'.repeat(32);

function statement(...digests: Record<string, string>[]): BundleContent {
  const subject = digests.map((one) => ({ digest: one }));
  const fields = {
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://x.test/v1',
    predicate: {},
  };
  const payload = utf8(JSON.stringify({ ...fields, subject }));
  return { kind: 'dsse', signature, payloadType: 'application/vnd.in-toto+json', payload };
}

function said(content: BundleContent, about: Artifact = artifact): (string | undefined)[] {
  const { checks, predicateType } = checkArtifact(content, about);
  const [check, ...more] = checks;
  assert.ok(check);
  assert.deepEqual([more.length, check.name], [0, 'payload-digest']);
  return [check.outcome, ...(check.reason ? [check.reason] : []), ...(predicateType ? [predicateType] : [])];
}

const SAID = 'https://x.test/v1';
const OTHER = ['failed', 'STATEMENT_SUBJECT_MISMATCH', SAID];

describe('a message', () => {
  test('is about the artifact whose digest it states, whatever else is known about the artifact', () => {
    for (const hash of HASHES) {
      const content: BundleContent = { kind: 'message', signature, messageDigest: known(hash) };
      assert.deepEqual(said(content), ['passed']);
      assert.deepEqual(said(content, known(hash)), ['passed']);
      assert.deepEqual(said(content, utf8('another')), ['failed', 'PAYLOAD_DIGEST_MISMATCH']);
      for (const other of HASHES.filter((one) => one !== hash))
        assert.deepEqual(said(content, known(other)), ['not-made', 'ARTIFACT_NOT_GIVEN']);
      const [check] = checkArtifact(content, artifact).checks;
      assert.equal(check?.detail, `SHA-${hash.slice(3)} of exactly these bytes`);
    }
  });

  test('without a digest matches nothing', () => {
    assert.deepEqual(checkArtifact({ kind: 'message', signature }, artifact), { checks: [] });
  });
});

describe('an attestation', () => {
  test('is about each of its subjects, by any digest that can be compared', () => {
    for (const hash of HASHES) {
      const content = statement({ gitCommit: WRONG }, { [hash]: hex(hash) }, { sha256: WRONG });
      assert.deepEqual(said(content), ['passed', SAID]);
      assert.deepEqual(said(content, known(hash)), ['passed', SAID]);
      assert.deepEqual(said(content, utf8('another')), OTHER);
    }
    assert.deepEqual(said(statement({ sha256: hex('sha256').toUpperCase() })), ['passed', SAID]);
  });

  test('is not about a subject with a different digest, nor about one without a digest that can be compared', () => {
    assert.deepEqual(said(statement({ sha256: hex('sha256'), sha512: WRONG })), OTHER);
    assert.deepEqual(said(statement({ sha256: hex('sha256'), sha512: WRONG }), known('sha256')), [
      'passed',
      SAID,
    ]);
    assert.deepEqual(said(statement({ gitCommit: WRONG })), OTHER);
    assert.deepEqual(said(statement({ sha512: hex('sha512') }), known('sha256')), OTHER);
  });

  test('must be a well-formed in-toto statement', () => {
    const content = statement({ sha256: hex('sha256') });
    assert.ok(content.kind === 'dsse');
    const strange = { ...content, payloadType: 'x'.repeat(200) };
    assert.deepEqual(said(strange), ['not-made', 'PAYLOAD_TYPE_NOT_SUPPORTED']);
    const [check] = checkArtifact(strange, artifact).checks;
    assert.ok(check?.detail.endsWith(` but ${'x'.repeat(100)}`));
    assert.deepEqual(said({ ...content, payload: utf8('{}') }), ['failed', 'STATEMENT_MALFORMED']);
  });
});

test('in a message, the signature covers the artifact; in an envelope, the encoding of the envelope', () => {
  const message: BundleContent = { kind: 'message', signature };
  assert.equal(signedContent(message, artifact).bytes, artifact);
  assert.equal(signedContent(message, known('sha256')).bytes, undefined);
  assert.deepEqual(signedContent(message, known('sha256')).digest('sha256'), digest('sha256', artifact));
  assert.equal(signedContent(message, known('sha256')).digest('sha384'), undefined);
  assert.deepEqual(artifactDigest(artifact, 'sha384'), digest('sha384', artifact));
  const content: BundleContent = { kind: 'dsse', signature, payloadType: 't', payload: utf8('p') };
  const encoded = utf8('DSSEv1 1 t 1 p');
  for (const about of [artifact, known('sha256')]) {
    assert.deepEqual(signedContent(content, about).bytes, encoded);
    for (const hash of HASHES)
      assert.deepEqual(signedContent(content, about).digest(hash), digest(hash, encoded));
  }
});
