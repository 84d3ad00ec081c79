import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fingerprints, parseCertificate } from '../../../core/certificate/index.js';
import { fromUtf8, utf8 } from '../../../core/encoding/index.js';
import { joinObject, objectId } from '../../../core/git/index.js';
import { digest } from '../../../core/primitives/index.js';
import { encodeArmor } from '../../../core/signature/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import {
  expectedLogDigests,
  type GitObject,
  verifyDetached,
  verifyGitObject,
} from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { rebuildCms } from '../../support/rebuild-cms.js';
import { commitPayload, commitWith, signedCommit } from '../../support/signed-commit.js';

const instance = new TestInstance();
const { trust } = instance;
const payload = commitPayload('Object\n');
const signed = instance.sign(payload);
const commit = commitWith(payload, signed.armor);
const tagPayload = utf8(
  `object ${'ab'.repeat(20)}\ntype commit\ntag v1\ntagger Dev <dev@example.test> 1790001000 +0000\n\nv1\n`,
);

function said({ signature, outcome, checks }: Verdict): unknown[] {
  return [
    signature,
    outcome,
    ...checks.flatMap(({ name, outcome, reason }) => (reason ? [[name, outcome, reason]] : [])),
  ];
}

const of = (raw: string | Uint8Array, type: 'commit' | 'tag' = 'commit'): GitObject => ({
  id: 'ab'.repeat(20),
  type,
  raw: typeof raw === 'string' ? utf8(raw) : raw,
  format: 'sha1',
});

describe('a commit or tag', () => {
  test('keeps the name it was requested by in its verdict, with the fingerprints of the certificate', async () => {
    const verdict = await verifyGitObject(commit, { trust });
    assert.deepEqual(verdict.object, { id: commit.id, type: 'commit' });
    assert.deepEqual(said(verdict), ['sigstore', 'valid']);
    assert.deepEqual(verdict.fingerprint, fingerprints(parseCertificate(signed.certificate)));
    assert.deepEqual(
      verdict.checks.map(({ name, outcome }) => `${name} ${outcome}`),
      [
        'structure',
        'payload-digest',
        'signature',
        'certificate',
        'chain',
        'sct',
        'log-entry',
        'set',
        'inclusion',
        'checkpoint',
        'time',
      ].map((name) => `${name} passed`),
    );
    const raw = joinObject({
      type: 'tag',
      payload: tagPayload,
      armor: instance.sign(tagPayload).armor,
      format: 'sha1',
    });
    const tag = await verifyGitObject(of(raw, 'tag'), { trust });
    assert.deepEqual([tag.object.type, ...said(tag)], ['tag', 'sigstore', 'valid']);
  });

  test('without a signature is unsigned, and nothing is checked', async () => {
    for (const [raw, type] of [
      [payload, 'commit'],
      [tagPayload, 'tag'],
    ] as const) {
      const verdict = await verifyGitObject(of(raw, type), { trust });
      assert.deepEqual(verdict, {
        object: { id: 'ab'.repeat(20), type },
        signature: 'none',
        outcome: 'unsigned',
        checks: [],
      });
    }
  });

  test('that cannot be parsed, or contains unsigned text, is invalid', async () => {
    const text = fromUtf8(commit.raw);
    const twice = text.replace(/(gpgsig [\s\S]*?END [A-Z ]*-----\n)/, '$1$1');
    assert.deepEqual(said(await verifyGitObject(of(twice), { trust })), [
      'unknown',
      'invalid',
      ['structure', 'failed', 'DUPLICATE_SIGNATURE_HEADER'],
    ]);
    const more = text.replace('\n\n', '\ngpgsig-note x\n\n');
    assert.deepEqual(said(await verifyGitObject(of(more), { trust })), [
      'unknown',
      'invalid',
      ['structure', 'failed', 'UNSIGNED_TEXT'],
    ]);
  });
});

describe('an armored signature', () => {
  const detached = (armor: Uint8Array, over = payload) =>
    verifyDetached({ object: { id: 'x', type: 'blob' }, payload: over, armor }, { trust });
  const fault = (reason: string) => [['structure', 'failed', reason]];

  test('passed together with its payload is verified like one in an object', async () => {
    const verdict = await detached(signed.armor);
    assert.deepEqual([verdict.object, ...said(verdict)], [{ id: 'x', type: 'blob' }, 'sigstore', 'valid']);
    assert.deepEqual(said(await detached(signed.armor, utf8('another'))), [
      'sigstore',
      'invalid',
      ['payload-digest', 'failed', 'PAYLOAD_DIGEST_MISMATCH'],
    ]);
  });

  test('of an unknown kind, that is not CMS, or without its certificate is invalid in structure', async () => {
    assert.deepEqual(said(await detached(utf8('-----BEGIN NOTHING-----\n'))), [
      'unknown',
      'invalid',
      ...fault('ARMOR_MALFORMED'),
    ]);
    assert.deepEqual(said(await detached(encodeArmor(Uint8Array.of(0x30, 0)))), [
      'unknown',
      'invalid',
      ...fault('CMS_MALFORMED'),
    ]);
    const other = instance.sign(utf8('another')).certificate;
    const without = encodeArmor(rebuildCms(signed.cms, { certificates: [other] }));
    assert.deepEqual(said(await detached(without)), [
      'x509',
      'invalid',
      ...fault('CMS_SIGNER_CERTIFICATE_MISSING'),
    ]);
  });

  test('of a kind that is not verified here is incomplete or invalid, and always has a reason', async () => {
    const ssh = utf8('-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n');
    assert.deepEqual(said(await detached(ssh)), ['ssh', 'invalid', ...fault('SSH_SIGNATURE_MALFORMED')]);
    const pgp = utf8('-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n');
    const [kind, outcome] = said(await detached(pgp));
    assert.deepEqual([kind, outcome], ['openpgp', 'invalid']);
  });
});

describe('the digests under which an object may have been logged', () => {
  const armor = utf8('-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----\n');
  const idOf = (type: 'commit' | 'tag', as: 'commit' | 'tag', about: Uint8Array) =>
    digest('sha256', utf8(objectId(as, joinObject({ type, payload: about, armor, format: 'sha1' }), 'sha1')));

  test('are that of a commit’s id, and for a tag also those that gitsign computed as if it were a commit', () => {
    assert.deepEqual(expectedLogDigests(payload, armor), [idOf('commit', 'commit', payload)]);
    assert.deepEqual(expectedLogDigests(tagPayload, armor), [
      idOf('tag', 'tag', tagPayload),
      idOf('commit', 'tag', tagPayload),
      idOf('commit', 'commit', tagPayload),
    ]);
  });

  test('do not exist for a payload that is neither', () => {
    assert.deepEqual(expectedLogDigests(utf8('certificate version 0.1\n'), armor), []);
    assert.deepEqual(expectedLogDigests(utf8('x'), armor), []);
  });
});

test('a commit whose certificate is damaged names no signer, and is invalid', async () => {
  const damaged = signedCommit(instance, { names: [] });
  const verdict = await verifyGitObject(damaged, { trust });
  assert.deepEqual([verdict.signer, verdict.outcome], [undefined, 'invalid']);
});
