import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalJson, fromUtf8, type Json, toBase64, utf8 } from '../../../core/encoding/index.js';
import { decidingCheck } from '../../../core/verdict/index.js';
import { verifyBundle } from '../../../core/verify/index.js';
import { type BundleJson, bundleBytes, makeBundle, statementAbout } from '../../support/bundle.js';
import type { LoggedAs } from '../../support/bundle-bodies.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const artifact = utf8('an artifact\n');
const payload = statementAbout(artifact);
const stampedAt = instance.start + 1002;

/** The reason of the check "entry" for an attestation whose logged body was changed. */
async function judge(as: LoggedAs, change: (spec: BundleJson) => void): Promise<string> {
  const { json } = makeBundle(instance, artifact, { as, payload, stampedAt });
  const [entry] = json['verificationMaterial'].tlogEntries;
  const body = JSON.parse(fromUtf8(new Uint8Array(Buffer.from(entry.canonicalizedBody, 'base64'))));
  change(body.spec);
  entry.canonicalizedBody = toBase64(utf8(canonicalJson(body as Json)));
  const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust: instance.trust });
  const own = verdict.checks.find(({ name }) => name === 'log-entry');
  return own?.reason ?? decidingCheck(verdict.checks)?.reason ?? verdict.outcome;
}

describe('the log entry of an attestation', () => {
  test('matches when nothing was changed', async () => {
    for (const as of ['intoto 0.0.2', 'dsse 0.0.1', 'dsse 0.0.2'] as const)
      assert.equal(await judge(as, () => undefined), 'valid', as);
  });

  test('with another payload type belongs to another envelope', async () => {
    const reason = await judge('intoto 0.0.2', ({ content }) => {
      content.envelope.payloadType = 'application/vnd.in-toto+xml';
    });
    assert.equal(reason, 'LOG_ENTRY_DIGEST_MISMATCH');
  });

  test('with a second signature is refused', async () => {
    const twice = (list: unknown[]) => list.push(list[0]);
    assert.equal(await judge('dsse 0.0.1', ({ signatures }) => twice(signatures)), 'LOG_ENTRY_MALFORMED');
    assert.equal(
      await judge('dsse 0.0.2', ({ dsseV002 }) => twice(dsseV002.signatures)),
      'LOG_ENTRY_MALFORMED',
    );
    assert.equal(
      await judge('intoto 0.0.2', ({ content }) => twice(content.envelope.signatures)),
      'LOG_ENTRY_MALFORMED',
    );
  });

  test('with a second verifier is refused', async () => {
    const reason = await judge('dsse 0.0.2', ({ dsseV002 }) => {
      dsseV002.signatures[0].verifier.publicKey = { rawBytes: 'MAA=' };
    });
    assert.equal(reason, 'LOG_ENTRY_MALFORMED');
    const bare = await judge('hashedrekord 0.0.2', ({ hashedRekordV002 }) => {
      hashedRekordV002.signature.verifier.publicKey = { rawBytes: 'MAA=' };
    });
    assert.equal(bare, 'LOG_ENTRY_MALFORMED');
  });
});
