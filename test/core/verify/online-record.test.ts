import assert from 'node:assert/strict';
import { createPublicKey, sign } from 'node:crypto';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { hashedRekordBody, type LogEntry } from '../../../core/transparency/index.js';
import { verifyGitObject } from '../../../core/verify/index.js';
import { TestInstance } from '../../support/instance.js';
import { commitPayload, commitWith } from '../../support/signed-commit.js';

const instance = new TestInstance();
const payload = commitPayload();
const { armor, certificate, privateKey } = instance.sign(payload, { embed: false });
const object = commitWith(payload, armor);
const again = instance.issue(createPublicKey(privateKey), instance.start + 1000, {
  subject: 'somebody.else@example.test',
});

/** An online entry by the signer's key. */
function entryFor(certificateDer: Uint8Array, key = privateKey, said = object.id): LogEntry {
  const id = utf8(said);
  const signature = Uint8Array.from(sign('sha256', utf8(object.id), key));
  const entry = instance.log(id, signature, certificateDer, instance.start + 1001);
  const body = hashedRekordBody({
    version: '0.0.1',
    digest: digest('sha256', id),
    signature,
    certificateDer,
  });
  return { ...entry, body };
}

async function judge(...lookedUp: LogEntry[]): Promise<string> {
  const { outcome, checks } = await verifyGitObject(object, { trust: instance.trust, lookedUp });
  return `${outcome} ${checks.find(({ name }) => name === 'log-entry')?.reason ?? ''}`.trim();
}

test('a looked-up entry for another certificate with the same key is not for this object', async () => {
  assert.equal(await judge(entryFor(certificate)), 'valid');
  assert.equal(await judge(entryFor(again)), 'incomplete LOG_ENTRY_NOT_FOUND');
  assert.equal(await judge(entryFor(again), entryFor(certificate)), 'valid');
});

test('a looked-up entry with another key’s signature, or for another object, is not for this object', async () => {
  const other = instance.sign(payload).privateKey;
  assert.equal(await judge(entryFor(certificate, other)), 'incomplete LOG_ENTRY_NOT_FOUND');
  const elsewhere = entryFor(certificate, privateKey, 'b'.repeat(40));
  assert.equal(await judge(elsewhere), 'incomplete LOG_ENTRY_NOT_FOUND');
});
