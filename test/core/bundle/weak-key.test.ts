import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { decidingCheck } from '../../../core/verdict/index.js';
import { verifyBundle } from '../../../core/verify/index.js';
import { bundleBytes, makeBundle } from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
const artifact = utf8('an artifact\n');

for (const [bits, bareKey, outcome, reason] of [
  [1024, true, 'incomplete', 'ALGORITHM_NOT_SUPPORTED'],
  [1024, false, 'incomplete', 'ALGORITHM_NOT_SUPPORTED'],
  [2048, true, 'valid', undefined],
  [2048, false, 'valid', undefined],
] as const)
  test(`an RSA key of ${bits} bits, ${bareKey ? 'given' : 'in the certificate'}: ${outcome}`, async () => {
    const { json, publicKey } = makeBundle(instance, artifact, { rsa: bits, bareKey });
    const input = { bundle: bundleBytes(json), artifact, ...(bareKey && { publicKey }) };
    const verdict = await verifyBundle(input, { trust: instance.trust });
    assert.equal(verdict.outcome, outcome, JSON.stringify(verdict.checks));
    assert.equal(decidingCheck(verdict.checks)?.reason, reason);
  });
