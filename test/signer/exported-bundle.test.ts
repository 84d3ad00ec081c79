import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decidingCheck } from '../../core/verdict/index.js';
import { verifyBundle, verifyGitObject } from '../../core/verify/index.js';
import { bundleOf, signaturePartsOf } from '../../inspect/commits/bundle.js';
import { bundleBytes } from '../support/bundle.js';
import { TestInstance } from '../support/instance.js';
import { signedCommit } from '../support/signed-commit.js';

const instance = new TestInstance();
const options = { trust: instance.trust };

test('the bundle exported from a commit holds for the data that it covers, with the commit’s signer', async () => {
  const commit = signedCommit(instance);
  const { bundle, artifact } = bundleOf(signaturePartsOf(commit));
  const verdict = await verifyBundle({ bundle: bundleBytes(bundle), artifact }, options);
  const ofCommit = await verifyGitObject(commit, options);
  assert.equal(verdict.outcome, 'valid', JSON.stringify(decidingCheck(verdict.checks)));
  assert.deepEqual(verdict.signer, ofCommit.signer);
  assert.deepEqual(verdict.signedAt, ofCommit.signedAt);
  assert.deepEqual(verdict.logEntry, ofCommit.logEntry);
  assert.deepEqual(verdict.fingerprint, ofCommit.fingerprint);
  const names = (checks: typeof verdict.checks) => checks.map(({ name, outcome }) => `${name} ${outcome}`);
  assert.deepEqual(names(verdict.checks), names(ofCommit.checks));
});
