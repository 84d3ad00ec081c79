import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { concatBytes, der, toBase64, utf8 } from '../../../core/encoding/index.js';
import { joinObject, objectId } from '../../../core/git/index.js';
import { digest } from '../../../core/primitives/index.js';
import { buildCms, encodeArmor, signedAttributes } from '../../../core/signature/index.js';
import { allowsSigner, policyOfFlags } from '../../../core/signer-policy/index.js';
import { hashedRekordBody, type LogEntry } from '../../../core/transparency/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { type GitObject, verifyGitObject } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { fulcioExtensions, issueAuthority, issueLeaf, T0, YEAR } from '../../support/pki.js';
import { fulcio } from '../../support/pki-extensions.js';
import { cmsAttribute, rebuildCms } from '../../support/rebuild-cms.js';
import { commitPayload, commitWith, signedCommit } from '../../support/signed-commit.js';

// The forms of gitsign's signatures over the years, as they occur in real histories.

const instance = new TestInstance();
const { trust } = instance;
const payload = commitPayload('Old form\n');

function reasons({ outcome, checks }: Verdict): string[] {
  return [outcome, ...checks.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []))];
}

async function judge(object: GitObject, trusted = trust, lookedUp?: readonly LogEntry[]): Promise<string[]> {
  return reasons(await verifyGitObject(object, { trust: trusted, ...(lookedUp ? { lookedUp } : {}) }));
}

test('June to September 2022: two certificates in the bag, the intermediate first', async () => {
  const { cms, certificate } = instance.sign(payload);
  const [intermediate] = instance.chains.fulcio;
  assert.ok(intermediate);
  for (const certificates of [
    [intermediate, certificate],
    [certificate, intermediate],
  ]) {
    const armor = encodeArmor(rebuildCms(cms, { certificates }));
    const verdict = await verifyGitObject(commitWith(payload, armor), { trust });
    assert.deepEqual(reasons(verdict), ['valid']);
    assert.equal(verdict.signer?.subject, 'dev@example.test');
  }
});

describe('May 2022: a leaf issued by the old root itself, without an SCT', () => {
  const root = issueAuthority('sigstore');
  const { issuerV2: _, ...rest } = fulcioExtensions(root);
  const leaf = issueLeaf(root, { ...rest, issuerV2: undefined });
  const attributes = signedAttributes({ payloadDigest: digest('sha256', payload), signingTime: T0 + 5 });
  const signature = Uint8Array.from(sign('sha256', attributes, leaf.key.privateKey));
  const cms = buildCms({ certificate: leaf.der, signedAttributes: attributes, signature });
  const object = commitWith(payload, encodeArmor(cms));
  const authority = (end: number) => ({
    ...trust,
    certificateAuthorities: [{ uri: 'old', chain: [root.certificate], validFor: { start: T0 - YEAR, end } }],
  });

  test('is incomplete: the chain holds, and what is missing is named', async () => {
    assert.deepEqual(await judge(object, authority(T0 + YEAR)), [
      'incomplete',
      'sct: SCT_MISSING',
      'log-entry: LOG_ENTRY_NOT_EMBEDDED',
      'time: TIME_NOT_PROVEN',
    ]);
  });

  test('is invalid once the root was no longer trusted', async () => {
    assert.ok((await judge(object, authority(T0 - 1))).includes('chain: CHAIN_NOT_VALID_AT_TIME'));
  });
});

test('January 2023: the experimental attributes contain no log entry', async () => {
  const { cms } = instance.sign(payload, { embed: false });
  const text = (value: string) => der.element(0x13, utf8(value));
  const unsigned = [
    cmsAttribute('1.3.6.1.4.1.57264.3.0', text('checkpoint')),
    cmsAttribute('1.3.6.1.4.1.57264.3.1', der.integer(11054271)),
    cmsAttribute('1.3.6.1.4.1.57264.3.2', text('root hash')),
    cmsAttribute('1.3.6.1.4.1.57264.3.5', der.integer(1), der.integer(2)),
    cmsAttribute('1.3.6.1.4.1.57264.3.8', der.utf8String('set')),
  ];
  const armor = encodeArmor(rebuildCms(cms, { unsigned }));
  assert.deepEqual(await judge(commitWith(payload, armor)), [
    'incomplete',
    'log-entry: LOG_ENTRY_NOT_EMBEDDED',
    'time: TIME_NOT_PROVEN',
  ]);
});

describe('2023: a checkpoint with a Timestamp line', () => {
  const withTimestamp = (signed: boolean) => (entry: LogEntry) => {
    const proof = entry.inclusionProof;
    assert.ok(proof);
    const [old = ''] = proof.checkpoint.split('\n\n');
    const text = `${old}\nTimestamp: 1681500000000000000\n`;
    const signature = sign('sha256', utf8(signed ? text : `${old}\n`), instance.keys.rekor);
    const line = toBase64(concatBytes(entry.logId.subarray(0, 4), signature));
    const checkpoint = `${text}\n— rekor.sigstore.test ${line}\n`;
    return { ...entry, inclusionProof: { ...proof, checkpoint } };
  };

  test('is valid', async () => {
    assert.deepEqual(await judge(signedCommit(instance, { alterEntry: withTimestamp(true) })), ['valid']);
  });

  test('that the log did not sign is invalid', async () => {
    const found = await judge(signedCommit(instance, { alterEntry: withTimestamp(false) }));
    assert.deepEqual(found, ['invalid', 'checkpoint: CHECKPOINT_SIGNATURE_WRONG']);
  });
});

describe('a tag logged under an id that is not its own', () => {
  const tagPayload = utf8(
    'object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype commit\ntag v1\n' +
      'tagger Dev <dev@example.test> 1790001000 +0000\n\nv1\n',
  );
  const { armor, certificate, privateKey } = instance.sign(tagPayload, { embed: false });
  const raw = joinObject({ type: 'tag', payload: tagPayload, armor, format: 'sha1' });
  const tag: GitObject = { id: objectId('tag', raw, 'sha1'), type: 'tag', raw, format: 'sha1' };
  const asCommit = joinObject({ type: 'commit', payload: tagPayload, armor, format: 'sha1' });
  const logged = (id: string): LogEntry => {
    const signature = Uint8Array.from(sign('sha256', utf8(id), privateKey));
    const entry = instance.log(utf8(id), signature, certificate, instance.start + 1001);
    const body = { digest: digest('sha256', utf8(id)), signature, certificateDer: certificate };
    return { ...entry, body: hashedRekordBody({ version: '0.0.1', ...body }) };
  };

  for (const [name, id] of [
    ['of its own', tag.id],
    ['of gitsign 0.16.0 and 0.16.1: the tag with a gpgsig header', objectId('tag', asCommit, 'sha1')],
    ['of gitsign 0.1 and older: the same, hashed as a commit', objectId('commit', asCommit, 'sha1')],
  ] as const) {
    test(`is found under the id ${name}`, async () => {
      assert.deepEqual(await judge(tag, trust, [logged(id)]), ['valid']);
    });
  }

  test('is not found under the id of another tag', async () => {
    const found = await judge(tag, trust, [logged(objectId('tag', tagPayload, 'sha1'))]);
    assert.equal(found[0], 'incomplete');
    assert.ok(found.includes('log-entry: LOG_ENTRY_NOT_FOUND'));
  });
});

test('June 2022: an issuer that is not a URL matches literally', async () => {
  const root = issueAuthority('sigstore');
  const leaf = issueLeaf(root, { issuerV1: fulcio(1, 'github-sigstore-production'), issuerV2: undefined });
  const attributes = signedAttributes({ payloadDigest: digest('sha256', payload), signingTime: T0 + 5 });
  const signature = Uint8Array.from(sign('sha256', attributes, leaf.key.privateKey));
  const cms = buildCms({ certificate: leaf.der, signedAttributes: attributes, signature });
  const { signer } = await verifyGitObject(commitWith(payload, encodeArmor(cms)), { trust });
  assert.equal(signer?.issuer, 'github-sigstore-production');
  for (const [issuer, decision] of [
    ['github-sigstore-production', 'allowed'],
    ['https://github.com/login/oauth', 'refused'],
  ] as const) {
    const policy = await policyOfFlags({ identity: signer.subject, issuer });
    assert.ok(policy);
    assert.equal(allowsSigner(policy, signer).decision, decision);
  }
});

test('an SCT of a retired CT log counts for the period in which the log was trusted', async () => {
  const object = signedCommit(instance);
  const within = (start: number, end: number) => ({
    ...trust,
    ctLogs: trust.ctLogs.map((log) => ({ ...log, validFor: { start, end } })),
  });
  const at = instance.start + 1000;
  assert.deepEqual(await judge(object, within(at - 100, at + 100)), ['valid']);
  assert.deepEqual(await judge(object, within(at - 100, at - 1)), [
    'invalid',
    'sct: SCT_OUTSIDE_LOG_VALIDITY',
  ]);
  assert.deepEqual(await judge(object, within(at + 1, at + 100)), [
    'invalid',
    'sct: SCT_OUTSIDE_LOG_VALIDITY',
  ]);
});
