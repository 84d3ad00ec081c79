import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { test } from 'node:test';
import { fromUtf8, utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { buildCms, encodeArmor, signedAttributes } from '../../../core/signature/index.js';
import { hashedRekordBody, type LogEntry } from '../../../core/transparency/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { type GitObject, verifyGitObject } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { rebuildCms } from '../../support/rebuild-cms.js';
import { commitPayload, commitWith, signedCommit } from '../../support/signed-commit.js';

// Security defects that were found in gitsign, one test each. CVE-2026-44310 is in test/signer/internal-error.test.ts.

const instance = new TestInstance();
const { trust } = instance;

function reasons({ outcome, checks }: Verdict): string[] {
  return [outcome, ...checks.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []))];
}

/** The entry that gitsign's online mode uploads for a commit: the same key signs the commit's id. */
function onlineEntry(of: TestInstance, object: GitObject, key: ReturnType<TestInstance['sign']>): LogEntry {
  const id = utf8(object.id);
  const signature = Uint8Array.from(sign('sha256', id, key.privateKey));
  const entry = of.log(id, signature, key.certificate, of.start + 1001);
  const body = { digest: digest('sha256', id), signature, certificateDer: key.certificate };
  return { ...entry, body: hashedRekordBody({ version: '0.0.1', ...body }) };
}

test('CVE-2023-47122: a log that brings its own key proves nothing, embedded or looked up', async () => {
  const liar = new TestInstance(instance.start);
  const payload = commitPayload('Liar\n');
  const key = instance.sign(payload, { embed: false });
  const object = commitWith(payload, key.armor);
  const honest = await verifyGitObject(object, { trust, lookedUp: [onlineEntry(instance, object, key)] });
  assert.deepEqual(reasons(honest), ['valid']);
  const lie = onlineEntry(liar, object, key);
  const lied = await verifyGitObject(object, { trust, lookedUp: [lie] });
  assert.deepEqual(reasons(lied), ['incomplete', 'log-entry: LOG_ENTRY_NOT_FOUND', 'time: TIME_NOT_PROVEN']);
  const posing = { ...lie, logId: onlineEntry(instance, object, key).logId };
  const posed = await verifyGitObject(object, { trust, lookedUp: [posing] });
  assert.equal(posed.outcome, 'incomplete');
  const embedded = signedCommit(instance, {
    alterEntry: (entry) => ({ ...entry, logId: lie.logId }),
  });
  const foreign = reasons(await verifyGitObject(embedded, { trust }));
  assert.equal(foreign[0], 'incomplete');
  assert.ok(foreign.some((reason) => reason.endsWith(': LOG_UNKNOWN')));
});

test('CVE-2024-51746: of one certificate’s entries, only the entry for this commit counts', async () => {
  const [first, second] = [commitPayload('First\n'), commitPayload('Second\n')];
  const key = instance.sign(first, { embed: false });
  const attributes = signedAttributes({
    payloadDigest: digest('sha256', second),
    signingTime: instance.start + 1002,
  });
  const signature = Uint8Array.from(sign('sha256', attributes, key.privateKey));
  const cms = buildCms({ certificate: key.certificate, signedAttributes: attributes, signature });
  const logged = commitWith(first, key.armor);
  const unlogged = commitWith(second, encodeArmor(cms));
  const entry = onlineEntry(instance, logged, key);
  assert.deepEqual(reasons(await verifyGitObject(logged, { trust, lookedUp: [entry] })), ['valid']);
  const verdict = await verifyGitObject(unlogged, { trust, lookedUp: [entry] });
  assert.deepEqual(reasons(verdict), [
    'incomplete',
    'log-entry: LOG_ENTRY_NOT_FOUND',
    'time: TIME_NOT_PROVEN',
  ]);
});

test('CVE-2026-44309: the verdict is on the object’s own bytes, including duplicate headers', async () => {
  const once = commitPayload('Twice\n');
  const twice = utf8(fromUtf8(once).replace('\n\n', '\nauthor Eve <eve@example.test> 1790001000 +0000\n\n'));
  const { armor } = instance.sign(once);
  assert.equal((await verifyGitObject(commitWith(once, armor), { trust })).outcome, 'valid');
  const verdict = await verifyGitObject(commitWith(twice, armor), { trust });
  assert.deepEqual(reasons(verdict), ['invalid', 'payload-digest: PAYLOAD_DIGEST_MISMATCH']);
  const { raw, ...rest } = commitWith(once, armor);
  const header = fromUtf8(raw).match(/gpgsig [\s\S]*?-----END SIGNED MESSAGE-----\n/)?.[0] ?? '';
  const doubled = utf8(fromUtf8(raw).replace(header, header + header));
  const both = await verifyGitObject({ ...rest, raw: doubled }, { trust });
  assert.deepEqual(reasons(both), ['invalid', 'structure: DUPLICATE_SIGNATURE_HEADER']);
});

test('gitsign #810: the signer is the certificate the signature names, not the first in the bag', async () => {
  const payload = commitPayload('Bag\n');
  const mallory = instance.sign(payload, { subject: 'mallory@example.test' });
  const { certificate: boss } = instance.sign(payload, { subject: 'boss@example.test' });
  const armor = encodeArmor(rebuildCms(mallory.cms, { certificates: [boss, mallory.certificate] }));
  const verdict = await verifyGitObject(commitWith(payload, armor), { trust });
  assert.deepEqual([verdict.outcome, verdict.signer?.subject], ['valid', 'mallory@example.test']);
  const alone = encodeArmor(rebuildCms(mallory.cms, { certificates: [boss] }));
  const unnamed = await verifyGitObject(commitWith(payload, alone), { trust });
  assert.deepEqual(reasons(unnamed), ['invalid', 'structure: CMS_SIGNER_CERTIFICATE_MISSING']);
  assert.equal(unnamed.signer, undefined);
});
