import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toBase64, utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { decidingCheck, type Verdict } from '../../../core/verdict/index.js';
import { verifyBundle } from '../../../core/verify/index.js';
import { type BundleOptions, bundleBytes, makeBundle, stamp, statementAbout } from '../../support/bundle.js';
import type { LoggedAs } from '../../support/bundle-bodies.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const { trust, start } = instance;
const artifact = utf8('an artifact\n');
const payload = statementAbout(artifact);
const stampedAt = start + 1002;

async function judge(options: BundleOptions): Promise<Verdict> {
  const { json, publicKey } = makeBundle(instance, artifact, options);
  const key = options.bareKey ? { publicKey } : {};
  return verifyBundle({ bundle: bundleBytes(json), artifact, ...key }, { trust });
}

function assertValid(verdict: Verdict): void {
  assert.equal(verdict.outcome, 'valid', JSON.stringify(decidingCheck(verdict.checks)));
}

const names = ({ checks }: Verdict): string[] => checks.map(({ name }) => name);
const V1 = ['set', 'inclusion', 'checkpoint', 'time'];

const KEYS: readonly (readonly [string, BundleOptions])[] = [
  ['P-384 and SHA-384', { curve: 'P-384', hash: 'sha384' }],
  ['P-384 and SHA-256', { curve: 'P-384', hash: 'sha256' }],
  ['P-521 and SHA-512', { curve: 'P-521', hash: 'sha512' }],
  ['RSA 2048', { rsa: 2048 }],
  ['RSA 4096', { rsa: 4096 }],
];

describe('a bundle', () => {
  for (const version of ['0.1', '0.2', '0.3'] as const)
    test(`of version ${version} with a message signature holds, and names its signer`, async () => {
      const verdict = await judge({ version });
      assertValid(verdict);
      assert.equal(verdict.signature, 'sigstore');
      assert.equal(verdict.object.type, 'blob');
      assert.equal(verdict.signer?.subject, 'dev@example.test');
      assert.deepEqual(names(verdict).slice(-4), V1);
      assert.equal(verdict.logEntry?.inclusion, 'proven');
      assert.equal(verdict.attests, undefined);
    });

  for (const as of ['dsse 0.0.1', 'intoto 0.0.2', 'hashedrekord 0.0.1'] as const satisfies LoggedAs[])
    test(`with an attestation logged as ${as} holds, and says what it attests`, async () => {
      const verdict = await judge({ as, payload });
      assertValid(verdict);
      assert.equal(verdict.attests, 'https://example.test/said/v1');
      assert.deepEqual(names(verdict).slice(-4), V1);
    });

  for (const as of ['dsse 0.0.2', 'hashedrekord 0.0.2'] as const satisfies LoggedAs[])
    test(`with an attestation logged in Rekor v2 as ${as} holds with a timestamp`, async () => {
      const verdict = await judge({ as, payload, stampedAt });
      assertValid(verdict);
      assert.deepEqual(names(verdict).slice(-4), ['inclusion', 'checkpoint', 'timestamp', 'time']);
      assert.deepEqual(verdict.signedAt, { time: stampedAt, source: 'timestamp' });
    });

  test('with a message signature logged in Rekor v2 holds with a timestamp, and not without one', async () => {
    assertValid(await judge({ as: 'hashedrekord 0.0.2', stampedAt }));
    const without = await judge({ as: 'hashedrekord 0.0.2' });
    assert.equal(without.outcome, 'incomplete');
    assert.equal(decidingCheck(without.checks)?.reason, 'TIME_NOT_PROVEN');
  });

  test('whose timestamp is before the certificate’s start, but within the timestamp’s accuracy, holds', async () => {
    const early = { as: 'hashedrekord 0.0.2', stampedAt: start + 999 } as const;
    assertValid(await judge(early));
    assertValid(await judge({ ...early, stampedAt: start + 940, stampAccuracy: 3600 }));
    assert.equal((await judge({ ...early, stampedAt: start + 998 })).outcome, 'invalid');
  });

  for (const as of ['hashedrekord 0.0.1', 'hashedrekord 0.0.2'] as const)
    test(`signed with a bare key and logged as ${as} holds with that key, and needs no certificate`, async () => {
      const verdict = await judge({ as, bareKey: true, stampedAt });
      assertValid(verdict);
      assert.equal(verdict.signer, undefined);
      assert.equal(verdict.fingerprint, undefined);
      for (const name of ['certificate', 'chain', 'sct']) assert.ok(!names(verdict).includes(name));
    });

  for (const [what, key] of KEYS)
    for (const as of ['hashedrekord 0.0.1', 'hashedrekord 0.0.2'] as const)
      test(`signed with ${what} and logged as ${as} holds, as file and as attestation`, async () => {
        assertValid(await judge({ ...key, as, stampedAt }));
        assertValid(await judge({ ...key, as, stampedAt, payload }));
        assertValid(await judge({ ...key, as, stampedAt, bareKey: true }));
      });

  for (const version of ['0.1', '0.2'] as const)
    test(`of version ${version} holds whatever follows the leaf in its chain`, async () => {
      const { json } = makeBundle(instance, artifact, { version });
      const chain = json['verificationMaterial'].x509CertificateChain.certificates;
      const raw = (der: Uint8Array) => ({ rawBytes: toBase64(der) });
      const ours = instance.chains.fulcio.map(raw);
      const theirs = new TestInstance().chains.fulcio.map(raw);
      for (const more of [ours, ours.toReversed(), theirs, [raw(utf8('no certificate'))]]) {
        json['verificationMaterial'].x509CertificateChain.certificates = [...chain, ...more];
        assertValid(await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust }));
      }
    });

  test('is not trusted because of a root that it contains', async () => {
    const stranger = new TestInstance();
    const { json } = makeBundle(stranger, artifact, { version: '0.1' });
    const root = { rawBytes: toBase64(stranger.chains.fulcio.at(-1) ?? new Uint8Array()) };
    json['verificationMaterial'].x509CertificateChain.certificates.push(root);
    const strangers = { ...stranger.trust, certificateAuthorities: trust.certificateAuthorities };
    const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust: strangers });
    assert.equal(verdict.outcome, 'incomplete');
    assert.equal(decidingCheck(verdict.checks)?.reason, 'CHAIN_NO_TRUSTED_AUTHORITY');
  });

  test('whose chain begins with a root has no signer certificate', async () => {
    const { json } = makeBundle(instance, artifact, { version: '0.1' });
    const { certificates } = json['verificationMaterial'].x509CertificateChain;
    certificates.unshift({ rawBytes: toBase64(instance.chains.fulcio.at(-1) ?? new Uint8Array()) });
    const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust });
    assert.equal(verdict.outcome, 'invalid');
    assert.ok(verdict.checks.some(({ reason }) => reason === 'CERTIFICATE_IS_CA'));
  });

  test('of version 0.1 needs only the promise of the log; later versions need the proof', async () => {
    const alterEntry: BundleOptions['alterEntry'] = ({ inclusionProof: _, ...entry }) => entry;
    const old = await judge({ version: '0.1', alterEntry });
    assertValid(old);
    assert.equal(old.logEntry?.inclusion, 'promised');
    assert.equal((await judge({ version: '0.2', alterEntry })).outcome, 'incomplete');
  });

  test('of version 0.1 relies on the promise when its proof has no checkpoint', async () => {
    const alterEntry: BundleOptions['alterEntry'] = (entry) =>
      entry.inclusionProof
        ? { ...entry, inclusionProof: { ...entry.inclusionProof, checkpoint: '' } }
        : entry;
    const old = await judge({ version: '0.1', alterEntry });
    assertValid(old);
    assert.equal(old.logEntry?.inclusion, 'promised');
    assert.equal((await judge({ version: '0.2', alterEntry })).outcome, 'invalid');
  });

  test('of version 0.1 is not accepted without the promise', async () => {
    const alterEntry: BundleOptions['alterEntry'] = ({ set: _, ...entry }) => entry;
    const verdict = await judge({ version: '0.1', alterEntry, stampedAt });
    assert.equal(verdict.outcome, 'incomplete');
    assert.equal(decidingCheck(verdict.checks)?.reason, 'SET_MISSING');
  });

  test('without a promise takes its time from a timestamp, and the log index in the entry is not passed on', async () => {
    const alterEntry: BundleOptions['alterEntry'] = ({ set: _, ...entry }) => ({
      ...entry,
      logIndex: 4711,
    });
    const verdict = await judge({ alterEntry, stampedAt });
    assertValid(verdict);
    assert.notEqual(verdict.logEntry?.index, 4711);
    assert.equal(verdict.signedAt?.source, 'timestamp');
    assert.equal(verdict.logEntry?.integratedTime, 0);
    assert.equal((await judge({ alterEntry })).outcome, 'incomplete');
  });

  test('is verified by the digest alone, both for an attestation and for a message signature', async () => {
    const known = { algorithm: 'sha256', digest: digest('sha256', artifact) } as const;
    for (const options of [{}, { payload }, { as: 'hashedrekord 0.0.2', stampedAt }] as const) {
      const { json } = makeBundle(instance, artifact, options);
      assertValid(await verifyBundle({ bundle: bundleBytes(json), artifact: known }, { trust }));
      const other = { algorithm: 'sha256', digest: digest('sha256', utf8('something else\n')) } as const;
      const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact: other }, { trust });
      assert.equal(verdict.outcome, 'invalid');
    }
  });

  test('is incomplete for a digest with another algorithm than the signed one', async () => {
    const known = { algorithm: 'sha512', digest: digest('sha512', artifact) } as const;
    const { json } = makeBundle(instance, artifact);
    const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact: known }, { trust });
    assert.equal(verdict.outcome, 'incomplete');
    assert.equal(decidingCheck(verdict.checks)?.reason, 'ARTIFACT_NOT_GIVEN');
  });

  test('without a message digest holds by its signature, and reports no digest', async () => {
    for (const messageDigest of [
      undefined,
      null,
      {},
      { algorithm: 'HASH_ALGORITHM_UNSPECIFIED', digest: '' },
    ]) {
      const { json } = makeBundle(instance, artifact);
      json['messageSignature'].messageDigest = messageDigest;
      const bundle = bundleBytes(json);
      const verdict = await verifyBundle({ bundle, artifact }, { trust });
      assertValid(verdict);
      assert.ok(!names(verdict).includes('payload-digest'));
      const known = { algorithm: 'sha256', digest: digest('sha256', artifact) } as const;
      assertValid(await verifyBundle({ bundle, artifact: known }, { trust }));
      const other = await verifyBundle({ bundle, artifact: utf8('another') }, { trust });
      assert.equal(decidingCheck(other.checks)?.reason, 'SIGNATURE_WRONG');
    }
  });

  test('with an attestation holds whatever other digests its subjects have', async () => {
    const { sha256 } = JSON.parse(new TextDecoder().decode(payload)).subject[0].digest;
    const strange = {
      dirHash: 'h1:1tVn4mJPW7vUSm6c2nGWiZBWzXvBSUHtnfjGoAtYRx4=',
      goModuleH1: '!',
      blake3: 'zz',
    };
    const subject = [
      { name: 'tree', digest: strange },
      { name: 'commit', digest: { gitCommit: 'HEAD' } },
      { name: 'artifact', digest: { ...strange, sha256 } },
      { name: 'odd', digest: { sha256: 'not hexadecimal' } },
    ];
    assertValid(await judge({ payload: statementAbout(artifact, { subject }) }));
    assertValid(
      await judge({
        payload: statementAbout(artifact, { subject: [{ digest: { sha256: sha256.toUpperCase() } }] }),
      }),
    );
    const none = await judge({
      payload: statementAbout(artifact, { subject: subject.filter(({ name }) => name !== 'artifact') }),
    });
    assert.equal(decidingCheck(none.checks)?.reason, 'STATEMENT_SUBJECT_MISMATCH');
  });

  test('with an unrelated timestamp next to a right one holds by the right one', async () => {
    for (const as of ['hashedrekord 0.0.1', 'hashedrekord 0.0.2'] as const) {
      const { json } = makeBundle(instance, artifact, { as, stampedAt });
      const signature = new Uint8Array(Buffer.from(json['messageSignature'].signature, 'base64'));
      const list = json['verificationMaterial'].timestampVerificationData;
      const [right] = list.rfc3161Timestamps;
      const stray = {
        ofAnotherSignature: stamp(instance, utf8('another signature'), stampedAt),
        ofAStranger: stamp(new TestInstance(), signature, stampedAt),
      };
      for (const other of Object.values(stray))
        for (const both of [
          [right, other],
          [other, right],
        ]) {
          list.rfc3161Timestamps = both;
          const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust });
          assertValid(verdict);
          assert.equal(names(verdict).filter((name) => name === 'timestamp').length, 1);
        }
      list.rfc3161Timestamps = [stray.ofAnotherSignature];
      const alone = await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust });
      assert.equal(decidingCheck(alone.checks)?.reason, 'TIMESTAMP_IMPRINT_MISMATCH');
    }
  });

  test('with a wrong timestamp over its own signature is invalid, whatever else it contains', async () => {
    const { json } = makeBundle(instance, artifact, { as: 'hashedrekord 0.0.2', stampedAt });
    const signature = new Uint8Array(Buffer.from(json['messageSignature'].signature, 'base64'));
    json['verificationMaterial'].timestampVerificationData.rfc3161Timestamps.push(
      stamp(instance, signature, start - 5),
    );
    const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust });
    assert.equal(decidingCheck(verdict.checks)?.reason, 'TIMESTAMP_CERTIFICATE');
  });

  test('with two entries holds when the log of one is unknown, and is invalid when one is wrong', async () => {
    const { json } = makeBundle(instance, artifact);
    const [entry] = json['verificationMaterial'].tlogEntries;
    const foreign = { ...entry, logId: { keyId: Buffer.alloc(32, 7).toString('base64') } };
    json['verificationMaterial'].tlogEntries = [foreign, entry];
    const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust });
    assertValid(verdict);
    assert.equal(verdict.logEntry?.inclusion, 'proven');
    const other = makeBundle(instance, artifact).json['verificationMaterial'].tlogEntries[0];
    json['verificationMaterial'].tlogEntries = [entry, other];
    const fallen = await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust });
    assert.equal(decidingCheck(fallen.checks)?.reason, 'LOG_ENTRY_SIGNATURE_MISMATCH');
  });
});
