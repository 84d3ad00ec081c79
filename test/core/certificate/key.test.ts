import assert from 'node:assert/strict';
import { constants, sign } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  type Certificate,
  certificateKey,
  fingerprints,
  parseCertificate,
  RSASSA_PSS,
  type SignatureCache,
} from '../../../core/certificate/index.js';
import { isSignedBy, keyHash, linkName, once } from '../../../core/certificate/key.js';
import { DerReader, der, TAG, toHex } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { issueAuthority, issueLeaf, newKey, type TestKey } from '../../support/pki.js';
import { pssParameters } from '../../support/smime.js';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const root = issueAuthority('root');
const rsa = issueAuthority('rsa', { key: newKey('rsa') });
const leaf = issueLeaf(root);

/** The certificate, with a counter of how often its DER was read. */
function counted(certificate: Certificate) {
  let times = 0;
  const watched = Object.defineProperty({ ...certificate }, 'der', {
    get: () => {
      times += 1;
      return certificate.der;
    },
  });
  return { watched, times: () => times };
}

/** A leaf that an RSA authority signed with RSASSA-PSS. */
function pssLeaf(parameters: readonly Uint8Array[], key: TestKey = rsa.key): Certificate {
  const tbs = new DerReader(issueLeaf(rsa).certificate.tbs).enter(TAG.sequence, 'tbs');
  const fields: Uint8Array[] = [];
  while (!tbs.done) fields.push(tbs.any().raw);
  const algorithm = der.sequence(der.oid(RSASSA_PSS), ...parameters);
  const body = der.sequence(...fields.with(2, algorithm));
  const padding = { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return parseCertificate(der.sequence(body, algorithm, der.bitString(sign('sha256', body, padding))));
}

describe('the key of a certificate', () => {
  it('is imported and hashed once', () => {
    const key = certificateKey(root.certificate);
    assert.deepEqual(key?.spki, root.key.spki);
    assert.equal(certificateKey(root.certificate), key);
    const hash = keyHash(root.certificate);
    assert.deepEqual(hash, digest('sha256', root.key.spki));
    assert.equal(keyHash(root.certificate), hash);
  });

  it('is undefined when it cannot be read or is too weak, each time it is requested', () => {
    const unreadable = { ...root.certificate, spki: der.sequence() };
    const weak = issueAuthority('weak', { key: newKey('rsa-1024') }).certificate;
    for (const certificate of [unreadable, weak, unreadable, weak])
      assert.equal(certificateKey(certificate), undefined);
  });
});

describe('the cache key of a link', () => {
  it('is the SHA-256 of the certificate and of the issuer’s key', () => {
    const expected = toHex(digest('sha256', leaf.der)) + toHex(digest('sha256', root.key.spki));
    for (let i = 0; i < 2; i++) assert.equal(linkName(leaf.certificate, root.certificate), expected);
  });

  it('hashes a certificate once', () => {
    const { watched, times } = counted(leaf.certificate);
    assert.equal(linkName(watched, root.certificate), linkName(watched, root.certificate));
    assert.equal(times(), 1);
  });
});

describe('the fingerprints of a certificate', () => {
  it('are SHA-1 and SHA-256 of its DER', () => {
    assert.deepEqual(fingerprints(leaf.certificate), {
      sha1: toHex(digest('sha1', leaf.der)),
      sha256: toHex(digest('sha256', leaf.der)),
    });
  });
});

describe('a cache of answers', () => {
  const yes = () => Promise.resolve(true);
  const no = () => Promise.resolve(false);
  const fill = (count: number) => {
    const cache: SignatureCache = new Map();
    for (let i = 0; i < count; i++) void once(cache, () => String(i), yes);
    return cache;
  };

  it('returns the first answer again, for that key only', async () => {
    const cache = fill(1);
    assert.equal(await once(cache, () => '0', no), true);
    assert.equal(await once(cache, () => '1', no), false);
    assert.equal(await once(cache, () => '1', yes), false);
  });

  it('is optional: without one, every question is asked', async () => {
    const naming = () => assert.fail('nothing to name');
    assert.deepEqual([await once(undefined, naming, yes), await once(undefined, naming, no)], [true, false]);
  });

  it('keeps a thousand answers, and then drops the oldest', () => {
    const full = fill(1000);
    assert.deepEqual([full.size, full.has('0')], [1000, true]);
    const over = fill(1002);
    assert.deepEqual([over.size, over.has('1'), over.has('2'), over.has('1001')], [1000, false, true, true]);
  });
});

describe('a certificate is signed by', () => {
  it('the key that signed it, and no other of its kind', async () => {
    assert.equal(await isSignedBy(leaf.certificate, root.certificate, {}), true);
    assert.equal(await isSignedBy(leaf.certificate, issueAuthority('root').certificate, {}), false);
  });

  it('nobody when the kind of key does not match the named algorithm, whatever the cache contains', async () => {
    const mislabelled = issueLeaf(root, {}, { signingKey: { ...root.key, kind: 'rsa' } });
    const cache: SignatureCache = new Map();
    for (const given of [{}, { cache }])
      assert.equal(await isSignedBy(mislabelled.certificate, root.certificate, given), false);
  });

  it('its RSASSA-PSS key, for authorities outside Sigstore', async () => {
    const parameters = [pssParameters(SHA256, 32)];
    const good = pssLeaf(parameters);
    const forged = pssLeaf(parameters, newKey('rsa'));
    assert.equal(isSignedBy(good, rsa.certificate, {}), undefined);
    for (const cache of [undefined, new Map()]) {
      const asked = { general: true, ...(cache && { cache }) };
      for (let i = 0; i < 2; i++) {
        assert.equal(await isSignedBy(good, rsa.certificate, asked), true);
        assert.equal(await isSignedBy(forged, rsa.certificate, asked), false);
      }
      assert.equal(cache?.size ?? 2, 2);
    }
    assert.equal(await isSignedBy(good, root.certificate, { general: true }), false);
  });

  it('no key that this program can check, with RSASSA-PSS without parameters or over SHA-1', () => {
    for (const parameters of [[], [der.sequence()], [pssParameters('1.3.14.3.2.26', 20)]])
      assert.equal(isSignedBy(pssLeaf(parameters), rsa.certificate, { general: true }), undefined);
  });

  it('other algorithms too, for general authorities', async () => {
    assert.equal(await isSignedBy(leaf.certificate, root.certificate, { general: true }), true);
    assert.equal(await isSignedBy(issueLeaf(rsa).certificate, rsa.certificate, { general: true }), true);
  });
});
