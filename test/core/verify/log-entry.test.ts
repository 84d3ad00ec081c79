import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCertificate } from '../../../core/certificate/index.js';
import { digest } from '../../../core/primitives/index.js';
import { type CmsSignature, parseCms } from '../../../core/signature/index.js';
import { hashedRekordBody } from '../../../core/transparency/index.js';
import { verifyGitObject } from '../../../core/verify/index.js';
import { bindEmbeddedEntry } from '../../../core/verify/log-entry.js';
import { entryBody } from '../../support/bundle-bodies.js';
import { TestInstance } from '../../support/instance.js';
import { issueAuthority, issueLeaf, type KeyKind, newKey } from '../../support/pki.js';
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
  assert.equal(bound.check.name, 'log-entry');
  return 'body' in bound ? 'bound' : bound.check.reason;
}

test('an entry with its body is bound when the body is for this object', () => {
  assert.equal(parseCertificate(mine.certificate).der.length, mine.certificate.length);
  assert.equal(bind(hashedRekordBody(own)), 'bound');
});

test('an entry whose body is for something else says for what', () => {
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

test('an entry that is not a Rekor hashedrekord is not bound, nor is one with a key or hash that no log accepts', () => {
  const certificate = parseCertificate(mine.certificate);
  const reason = (...args: Parameters<typeof bindEmbeddedEntry>) => {
    const { check } = bindEmbeddedEntry(...args);
    assert.equal(check.name, 'log-entry');
    return check.reason;
  };
  for (const change of [{ kind: 'dsse' }, { version: '0.0.3' }, { kind: 'dsse', version: '0.0.2' }])
    assert.equal(reason({ ...mine.logEntry, ...change }, cms, certificate), 'LOG_ENTRY_KIND_UNSUPPORTED');
  for (const version of ['0.0.1', '0.0.2'])
    assert.equal(reason({ ...mine.logEntry, version }, cms, certificate), undefined);
  const root = issueAuthority('root');
  const unsupported = (kind: KeyKind, change: Partial<CmsSignature> = {}) =>
    reason(mine.logEntry, { ...cms, ...change }, issueLeaf(root, {}, { key: newKey(kind) }).certificate);
  assert.equal(
    unsupported('rsa-1024', { signatureAlgorithm: '1.2.840.113549.1.1.11' }),
    'ALGORITHM_NOT_SUPPORTED',
  );
  assert.equal(unsupported('ed25519', { signatureAlgorithm: '1.3.101.112' }), 'ALGORITHM_NOT_SUPPORTED');
  const sha1 = { signatureAlgorithm: '1.2.840.113549.1.1.1', digestAlgorithm: 'sha1' } as const;
  assert.equal(unsupported('rsa', sha1), 'ALGORITHM_NOT_SUPPORTED');
  assert.equal(unsupported('P-256', { signatureAlgorithm: '1.2.3.4' }), 'ALGORITHM_NOT_SUPPORTED');
  assert.equal(unsupported('rsa', { signatureAlgorithm: '1.2.840.113549.1.1.11' }), undefined);
});

test('an entry whose body names another hash, or a bare key instead of the certificate, says so', () => {
  const other = { hash: 'sha512', keyDetails: '' } as const;
  assert.equal(
    bind(hashedRekordBody({ ...own, digest: digest('sha512', cms.signedAttributes), signedWith: other })),
    'LOG_ENTRY_DIGEST_MISMATCH',
  );
  const bare = entryBody('hashedrekord 0.0.1', {
    signed: cms.signedAttributes,
    signature: cms.signature,
    hash: 'sha256',
    key: 'P-256',
    verifier: { label: 'PUBLIC KEY', der: newKey().spki },
    payload: new Uint8Array(),
    payloadType: '',
  });
  assert.equal(bind(bare), 'LOG_ENTRY_CERTIFICATE_MISMATCH');
});

test('a body with the same content as another entry version, or for another key type, is refused', () => {
  assert.equal(bind(hashedRekordBody({ ...own, version: '0.0.2' })), 'LOG_ENTRY_MALFORMED');
  const other = { hash: 'sha256', keyDetails: 'PKIX_RSA_PKCS1V15_2048_SHA256' } as const;
  const body = hashedRekordBody({ ...own, version: '0.0.2', signedWith: other });
  const entry = { ...mine.logEntry, version: '0.0.2', body };
  const { check } = bindEmbeddedEntry(entry, cms, parseCertificate(mine.certificate));
  assert.deepEqual([check.outcome, check.reason], ['failed', 'LOG_ENTRY_MALFORMED']);
  assert.match(check.detail, /canonical form/);
});

test('a body with the right content in another encoding is refused', () => {
  const spaced = Buffer.from(hashedRekordBody(own)).toString().replace(',"kind"', ', "kind"');
  assert.equal(bind(Buffer.from(spaced)), 'LOG_ENTRY_MALFORMED');
});

for (const curve of ['P-256', 'P-384', 'P-521'] as const)
  test(`a commit signed with a ${curve} key and its hash holds with the entry that Rekor made for it`, async () => {
    const { outcome, checks } = await verifyGitObject(signedCommit(instance, { curve }), {
      trust: instance.trust,
    });
    assert.equal(outcome, 'valid', JSON.stringify(checks));
  });

test('the entry of Rekor v2 is rebuilt with the key and the hash of the signature', () => {
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
