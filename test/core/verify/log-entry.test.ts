import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCertificate } from '../../../core/certificate/index.js';
import { digest } from '../../../core/primitives/index.js';
import { parseCms } from '../../../core/signature/index.js';
import { hashedRekordBody } from '../../../core/transparency/index.js';
import { verifyGitObject } from '../../../core/verify/index.js';
import { bindEmbeddedEntry } from '../../../core/verify/log-entry.js';
import { entryBody } from '../../support/bundle-bodies.js';
import { TestInstance } from '../../support/instance.js';
import { commitPayload, signedCommit } from '../../support/signed-commit.js';

const instance = new TestInstance();
const mine = instance.sign(commitPayload('mine\n'));
const other = instance.sign(commitPayload('other\n'));
const cms = parseCms(mine.cms);
const own = {
  version: '0.0.1' as const,
  digest: digest('sha256', cms.signedAttributes),
  signature: cms.signature,
  certificateDer: mine.certificate,
};

function bind(body: Uint8Array): string | undefined {
  const bound = bindEmbeddedEntry({ ...mine.logEntry, body }, cms, parseCertificate(mine.certificate));
  return 'body' in bound ? 'bound' : bound.check.reason;
}

test('an entry that keeps its body is bound when the body is this object’s', () => {
  assert.equal(parseCertificate(mine.certificate).der.length, mine.certificate.length);
  assert.equal(bind(hashedRekordBody(own)), 'bound');
});

test('an entry whose body names something else says what', () => {
  const otherCms = parseCms(other.cms);
  const otherDigest = digest('sha256', otherCms.signedAttributes);
  assert.deepEqual(
    [
      bind(hashedRekordBody({ ...own, digest: otherDigest })),
      bind(hashedRekordBody({ ...own, signature: otherCms.signature })),
      bind(hashedRekordBody({ ...own, certificateDer: other.certificate })),
      bind(new Uint8Array([123])),
    ],
    [
      'LOG_ENTRY_DIGEST_MISMATCH',
      'LOG_ENTRY_SIGNATURE_MISMATCH',
      'LOG_ENTRY_CERTIFICATE_MISMATCH',
      'LOG_ENTRY_MALFORMED',
    ],
  );
});

test('a body with the right content in another spelling is refused', () => {
  const spaced = Buffer.from(hashedRekordBody(own)).toString().replace(',"kind"', ', "kind"');
  assert.equal(bind(Buffer.from(spaced)), 'LOG_ENTRY_MALFORMED');
});

for (const curve of ['P-256', 'P-384', 'P-521'] as const)
  test(`a commit signed with a ${curve} key and its hash holds with the entry that Rekor made of it`, async () => {
    const { outcome, checks } = await verifyGitObject(signedCommit(instance, { curve }), {
      trust: instance.trust,
    });
    assert.equal(outcome, 'valid', JSON.stringify(checks));
  });

test('the entry of Rekor v2 is rebuilt with the key and the hash that signed', () => {
  for (const [curve, hash] of [
    ['P-256', 'sha256'],
    ['P-384', 'sha384'],
    ['P-521', 'sha512'],
  ] as const) {
    const payload = commitPayload('mine\n');
    const signed = instance.sign(payload, { curve });
    const parsed = parseCms(signed.cms);
    const { body: _, ...v1 } = signed.logEntry;
    const entry = { ...v1, version: '0.0.2' };
    const bound = bindEmbeddedEntry(entry, parsed, parseCertificate(signed.certificate));
    const expected = entryBody('hashedrekord 0.0.2', {
      signed: parsed.signedAttributes,
      signature: parsed.signature,
      hash,
      key: curve,
      verifier: { label: 'CERTIFICATE', der: signed.certificate },
      payload,
      payloadType: '',
    });
    assert.ok('body' in bound);
    assert.equal(Buffer.from(bound.body).toString(), Buffer.from(expected).toString());
  }
});
