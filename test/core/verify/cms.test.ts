import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCertificate } from '../../../core/certificate/index.js';
import { utf8 } from '../../../core/encoding/index.js';
import { digest, importPublicKey, type PublicKey } from '../../../core/primitives/index.js';
import { CmsError, type CmsSignature, encodeArmor, parseCms } from '../../../core/signature/index.js';
import { checkPayloadDigest, checkSignature, signatureHash } from '../../../core/verify/cms-checks.js';
import { isFulcio, readCms } from '../../../core/verify/cms-form.js';
import { TestInstance } from '../../support/instance.js';
import { issueAuthority, issueLeaf, type KeyKind, newKey, signWith } from '../../support/pki.js';
import { fulcio } from '../../support/pki-extensions.js';
import { commitPayload } from '../../support/signed-commit.js';
import { issueSmime, smimeSignature, withIndefiniteLengths } from '../../support/smime.js';

const payload = commitPayload('CMS\n');
const made = new TestInstance().sign(payload);
const cms = parseCms(made.cms);
const certificate = parseCertificate(made.certificate);
const root = issueAuthority('root');

describe('the digest in the signed attributes', () => {
  const said = (change: Partial<CmsSignature>, over = payload) => {
    const { name, outcome, reason } = checkPayloadDigest({ ...cms, ...change }, over);
    assert.equal(name, 'payload-digest');
    return reason ? [outcome, reason] : [outcome];
  };

  test('covers plain data, with a known algorithm that is not broken', () => {
    assert.deepEqual(said({}), ['passed']);
    assert.deepEqual(said({}, utf8('another')), ['failed', 'PAYLOAD_DIGEST_MISMATCH']);
    assert.deepEqual(said({ contentType: '1.2.840.113549.1.7.2' }), ['failed', 'CMS_CONTENT_TYPE_WRONG']);
    const { digestAlgorithm: _, ...strange } = cms;
    assert.equal(checkPayloadDigest(strange, payload).reason, 'ALGORITHM_NOT_SUPPORTED');
    assert.equal(checkPayloadDigest(strange, payload).outcome, 'not-made');
    const sha1 = { digestAlgorithm: 'sha1', messageDigest: digest('sha1', payload) } as const;
    assert.deepEqual(said(sha1), ['failed', 'DIGEST_ALGORITHM_WEAK']);
  });

  test('is named in its usual spelling', () => {
    for (const [digestAlgorithm, name] of [
      ['sha256', 'SHA-256'],
      ['sha384', 'SHA-384'],
      ['sha512', 'SHA-512'],
    ] as const) {
      const change = { digestAlgorithm, messageDigest: digest(digestAlgorithm, payload) };
      assert.deepEqual(said(change), ['passed']);
      const { detail } = checkPayloadDigest({ ...cms, ...change }, payload);
      assert.equal(detail, `${name} of exactly these bytes`);
    }
  });
});

describe('the signature over the signed attributes', () => {
  const attributes = utf8('the signed attributes');
  const ALGORITHMS = {
    'P-256': '1.2.840.10045.4.3.2',
    'P-384': '1.2.840.10045.4.3.3',
    'P-521': '1.2.840.10045.4.3.4',
    rsa: '1.2.840.113549.1.1.11',
    ed25519: '1.3.101.112',
  } as const satisfies Partial<Record<KeyKind, string>>;

  for (const [kind, signatureAlgorithm] of Object.entries(ALGORITHMS) as [keyof typeof ALGORITHMS, string][])
    test(`is checked with the ${kind} key of the certificate, which the detail names`, async () => {
      const signer = issueLeaf(root, {}, { key: newKey(kind) });
      const { signature } = signWith(signer.key, attributes);
      const one: CmsSignature = { ...cms, signatureAlgorithm, signedAttributes: attributes, signature };
      const good = await checkSignature(one, signer.certificate);
      assert.deepEqual([good.name, good.outcome], ['signature', 'passed']);
      const name = { rsa: 'RSA', ed25519: 'ED25519' }[String(kind)] ?? kind;
      assert.equal(good.detail, `made with the certificate\u2019s ${name} key`);
      const wrong = await checkSignature({ ...one, signedAttributes: utf8('others') }, signer.certificate);
      assert.deepEqual([wrong.name, wrong.outcome, wrong.reason], ['signature', 'failed', 'SIGNATURE_WRONG']);
      const other = await checkSignature({ ...one, signatureAlgorithm: '1.2.3.4' }, signer.certificate);
      assert.deepEqual(
        [other.name, other.outcome, other.reason],
        ['signature', 'not-made', 'ALGORITHM_NOT_SUPPORTED'],
      );
    });

  test('with a key that is too short is not checked', async () => {
    const signer = issueLeaf(root, {}, { key: newKey('rsa-1024') });
    const { signature } = signWith(signer.key, attributes);
    const one = { ...cms, signatureAlgorithm: ALGORITHMS.rsa, signedAttributes: attributes, signature };
    assert.equal((await checkSignature(one, signer.certificate)).reason, 'ALGORITHM_NOT_SUPPORTED');
  });

  test('uses the hash that its algorithm names, or that of the digest if it names only the key', () => {
    const key = (kind: KeyKind): PublicKey => {
      const found = importPublicKey(newKey(kind).spki);
      if (!found) throw new Error('a key that cannot be used');
      return found;
    };
    const [ecdsa, rsa, ed25519] = [key('P-256'), key('rsa'), key('ed25519')];
    const { digestAlgorithm: _, ...noDigest } = cms;
    const hash = (signatureAlgorithm: string, one: PublicKey, from: CmsSignature = cms) =>
      signatureHash({ ...from, signatureAlgorithm }, one);
    const [bareRsa, bareEc] = ['1.2.840.113549.1.1.1', '1.2.840.10045.2.1'];
    for (const digestAlgorithm of ['sha256', 'sha384', 'sha512'] as const) {
      assert.equal(hash(bareRsa, rsa, { ...cms, digestAlgorithm }), digestAlgorithm);
      assert.equal(hash(bareEc, ecdsa, { ...cms, digestAlgorithm }), digestAlgorithm);
    }
    for (const [algorithm, wrongKey] of [
      [bareRsa, ecdsa],
      [bareRsa, ed25519],
      [bareEc, rsa],
      [bareEc, ed25519],
      [ALGORITHMS.rsa, ecdsa],
      [ALGORITHMS['P-256'], rsa],
      [ALGORITHMS.ed25519, ecdsa],
      ['1.2.3.4', ecdsa],
    ] as const)
      assert.equal(hash(algorithm, wrongKey), false, algorithm);
    assert.equal(hash(bareRsa, rsa, noDigest), false);
    assert.equal(hash(bareEc, ecdsa, noDigest), false);
    assert.equal(hash(ALGORITHMS['P-384'], ecdsa), 'sha384');
    assert.equal(hash(ALGORITHMS.rsa, rsa, noDigest), 'sha256');
    assert.equal(hash(ALGORITHMS.ed25519, ed25519), undefined);
  });
});

describe('a certificate', () => {
  test('is Fulcio’s if it has either of the extensions that name an issuer', () => {
    assert.equal(isFulcio(certificate), true);
    const bare = { ...certificate, extensions: [] };
    assert.equal(isFulcio(bare), false);
    const none = { issuerV1: undefined, issuerV2: undefined };
    for (const [extensions, expected] of [
      [none, false],
      [{ ...none, issuerV1: fulcio(1, 'x') }, true],
      [{ ...none, issuerV2: fulcio(8, 'x') }, true],
      [{ ...none, other: fulcio(9, 'x') }, false],
    ] as const)
      assert.equal(isFulcio(issueLeaf(root, extensions).certificate), expected);
    assert.equal(isFulcio(issueSmime(root).certificate), false);
  });
});

describe('CMS', () => {
  test('with definite length is strict DER; with indefinite length it is BER, which Sigstore never accepts', () => {
    const smime = issueSmime(root);
    const bytes = smimeSignature(smime, payload);
    assert.deepEqual(readCms(encodeArmor(withIndefiniteLengths(bytes))), readCms(encodeArmor(bytes)));
    assert.deepEqual(readCms(made.armor), cms);
    const malformed = (der: Uint8Array) =>
      assert.throws(
        () => readCms(encodeArmor(der)),
        (error) => error instanceof CmsError && error.code === 'CMS_MALFORMED',
      );
    malformed(withIndefiniteLengths(made.cms));
    malformed(withIndefiniteLengths(bytes).slice(0, -1));
    malformed(Uint8Array.of(0x30, 0x80, 0x00, 0x00));
  });
});
