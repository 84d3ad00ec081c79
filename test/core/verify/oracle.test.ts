import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { decodePem, toBase64 } from '../../../core/encoding/index.js';
import { splitObject } from '../../../core/git/index.js';
import { digest } from '../../../core/primitives/index.js';
import { parseCms } from '../../../core/signature/index.js';
import { hashedRekordBody, type LogEntry } from '../../../core/transparency/index.js';
import { type GitObject, verifyGitObject } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { signedCommit } from '../../support/signed-commit.js';

const instance = new TestInstance();

/** The bundle v0.3 of a signed commit, made here so that the product's own export does not test itself. */
function bundleOf(object: GitObject): { readonly bundle: unknown; readonly artifact: Buffer } {
  const { signature } = splitObject(object.type, object.raw, object.format);
  const cms = parseCms(decodePem('SIGNED MESSAGE', signature?.armor ?? ''));
  const certificateDer = cms.signerCertificate?.der ?? new Uint8Array();
  const hash = digest('sha256', cms.signedAttributes);
  const body = hashedRekordBody({ version: '0.0.1', digest: hash, signature: cms.signature, certificateDer });
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: toBase64(certificateDer) },
      tlogEntries: cms.logEntry ? [entryJson(cms.logEntry, body)] : [],
    },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: toBase64(hash) },
      signature: toBase64(cms.signature),
    },
  };
  return { bundle, artifact: Buffer.from(cms.signedAttributes) };
}

function entryJson(entry: LogEntry, body: Uint8Array): unknown {
  const proof = entry.inclusionProof;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: toBase64(entry.logId) },
    kindVersion: { kind: entry.kind, version: entry.version },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp: toBase64(entry.set ?? new Uint8Array()) },
    inclusionProof: proof && {
      logIndex: String(proof.logIndex),
      rootHash: toBase64(proof.rootHash),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map(toBase64),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: toBase64(body),
  };
}

function oracleAccepts(object: GitObject): boolean {
  const root = toTrustMaterial(trustedRootMessage());
  const { bundle, artifact } = bundleOf(object);
  try {
    new Verifier(root).verify(toSignedEntity(bundleFromJSON(bundle), artifact));
    return true;
  } catch {
    return false;
  }
}

function trustedRootMessage(): Parameters<typeof toTrustMaterial>[0] {
  return TrustedRoot.fromJSON(JSON.parse(instance.trustJson));
}

describe('@sigstore/verify and waxseal', () => {
  test('agree that a sound signature holds', async () => {
    const object = signedCommit(instance);
    assert.equal(oracleAccepts(object), true);
    assert.equal((await verifyGitObject(object, { trust: instance.trust })).outcome, 'valid');
  });

  const alterations: readonly [string, (entry: LogEntry) => LogEntry][] = [
    ['the time', (entry) => ({ ...entry, integratedTime: entry.integratedTime + 1 })],
    ['the index', (entry) => ({ ...entry, logIndex: entry.logIndex + 1 })],
    [
      'a hash of the proof',
      (entry) =>
        entry.inclusionProof ? { ...entry, inclusionProof: { ...entry.inclusionProof, hashes: [] } } : entry,
    ],
  ];
  for (const [what, alterEntry] of alterations) {
    test(`agree that a log entry with ${what} changed does not`, async () => {
      signedCommit(instance);
      const object = signedCommit(instance, { alterEntry });
      assert.equal(oracleAccepts(object), false);
      assert.equal((await verifyGitObject(object, { trust: instance.trust })).outcome, 'invalid');
    });
  }
});
