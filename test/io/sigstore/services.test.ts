import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { readSigner } from '../../../core/certificate/index.js';
import { digest } from '../../../core/primitives/index.js';
import { parseTimestampToken } from '../../../core/timestamp/index.js';
import { parseTrustedRoot, type TrustedRoot } from '../../../core/trust/index.js';
import { parseToken } from '../../../io/identity/parse.js';
import {
  logSignature,
  lookUpLogEntries,
  requestCertificate,
  requestTimestamp,
} from '../../../io/sigstore/index.js';
import { realStack, type Stack, sandboxStack } from '../../support/stack.js';

function newKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }));
  return { publicKey, prove: (data: Uint8Array) => new Uint8Array(sign('sha256', data, privateKey)) };
}

for (const open of [async () => ({ found: await sandboxStack() }), realStack]) {
  describe(open === realStack ? 'the real servers' : 'the sandbox', () => {
    let stack: Stack | undefined;
    let reason = '';
    let trust: TrustedRoot;

    before(async () => {
      const opened = await open();
      if ('reason' in opened) reason = opened.reason;
      else {
        stack = opened.found;
        trust = parseTrustedRoot(readFileSync(stack.env['TRUSTED_ROOT'] ?? '', 'utf8'));
      }
    });
    after(() => stack?.stop());

    const certified = async ({ env, token }: Stack) => {
      const key = newKey();
      const identity = parseToken(
        await token('me@example.test'),
        { kind: 'environment', variable: 'X' },
        { audience: 'sigstore', now: Date.now() / 1000 },
      );
      const { certificate } = await requestCertificate({
        url: env['SIGSTORE_FULCIO_URL'] ?? '',
        token: identity,
        publicKey: key.publicKey,
        prove: key.prove,
      });
      const message = Buffer.from(`to be signed ${Math.random()}`);
      return { certificate, key, message, signature: key.prove(message), hash: digest('sha256', message) };
    };

    test('Fulcio certifies a key that signs', async (t) => {
      if (!stack) return t.skip(reason);
      const { certificate, message, signature } = await certified(stack);
      assert.equal(readSigner(certificate)?.subject, 'me@example.test');
      const key = createPublicKey({ key: Buffer.from(certificate.spki), format: 'der', type: 'spki' });
      assert.ok(verify('sha256', message, key, signature));
    });

    test('a signature is logged, logged again without harm, and found again by its certificate', async (t) => {
      if (!stack) return t.skip(reason);
      const made = await certified(stack);
      const url = stack.env['SIGSTORE_REKOR_URL'] ?? '';
      const asked = {
        url,
        version: 1 as const,
        digest: made.hash,
        signature: made.signature,
        certificate: made.certificate.der,
        trust,
      };
      const entry = await logSignature(asked);
      assert.equal(entry.version, '0.0.1');
      assert.equal((await logSignature(asked)).logIndex, entry.logIndex);
      const found = await lookUpLogEntries({ url, certificate: made.certificate.der, digests: [made.hash] });
      assert.deepEqual(
        found.entries.map(({ logIndex }) => logIndex),
        [entry.logIndex],
      );
      const other = await lookUpLogEntries({
        url,
        certificate: made.certificate.der,
        digests: [digest('sha256', Buffer.from('other'))],
      });
      assert.deepEqual([other.entries, other.notes.map(({ code }) => code)], [[], ['OTHER_DIGEST']]);
    });

    test('a signature is logged in Rekor v2', async (t) => {
      if (!stack) return t.skip(reason);
      const made = await certified(stack);
      const entry = await logSignature({
        url: stack.env['REKOR_V2_URL'] ?? '',
        version: 2,
        digest: made.hash,
        signature: made.signature,
        certificate: made.certificate.der,
        trust,
      });
      assert.equal(entry.version, '0.0.2');
      assert.equal(entry.integratedTime, 0);
    });

    test('a timestamp is returned for exactly the requested data', async (t) => {
      if (!stack) return t.skip(reason);
      const message = Buffer.from('x');
      const token = await requestTimestamp({ url: stack.env['TSA_URL'] ?? '', message, trust });
      assert.deepEqual(parseTimestampToken(token).imprint, digest('sha256', message));
    });

    test('an unsigned token is refused, and does not appear in the error', async (t) => {
      if (!stack) return t.skip(reason);
      const [head = '', body = ''] = (await stack.token('me@example.test')).split('.');
      const forged = `${head}.${body}.${Buffer.alloc(256, 7).toString('base64url')}`;
      const token = parseToken(
        forged,
        { kind: 'environment', variable: 'X' },
        { audience: 'sigstore', now: Date.now() / 1000 },
      );
      const key = newKey();
      const error = await requestCertificate({
        url: stack.env['SIGSTORE_FULCIO_URL'] ?? '',
        token,
        ...key,
      }).catch((caught) => caught);
      assert.equal(error.code, 'FULCIO_REFUSED', String(error));
      assert.ok(!error.message.includes(body.slice(0, 24)), error.message);
    });
  });
}
