import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Brief } from '../../extension/signatures/calls.js';
import { l10n, withVscode } from './support/with-vscode.js';

const { briefly, saidOutcome, shownOutcome, signerLabel, saidMeaning } = await withVscode<
  typeof import('../../extension/signatures/words.js')
>('extension/signatures/words.ts', { l10n, env: { language: 'en' } });

const COMMIT: Brief = {
  id: 'a'.repeat(40),
  name: 'refs/tags/v1',
  outcome: 'verified',
  signature: 'sigstore',
  subject: 'dev@example.test',
  issuer: 'https://issuer.example.test',
};
const TAG: Brief = { ...COMMIT, lightweight: true };
const REFUSED: Brief = { ...TAG, outcome: 'refused', reason: 'TAG_LIGHTWEIGHT' };

test('a lightweight tag never looks verified, and its row says that its commit is', () => {
  assert.deepEqual([shownOutcome(COMMIT), saidOutcome(COMMIT)], ['verified', 'Verified']);
  assert.deepEqual([shownOutcome(TAG), saidOutcome(TAG)], ['unsigned', 'Not signed; its commit: Verified']);
  assert.match(saidMeaning(TAG), /^The tag is only a pointer and is not signed; of its commit: every check/);
});

test('a lightweight tag that the policy refuses looks refused, and is not said to be somebody’s', () => {
  assert.deepEqual([shownOutcome(REFUSED), saidOutcome(REFUSED)], ['refused', 'Refused: not signed']);
  assert.match(saidMeaning(REFUSED), /not signed, and the policy says who may make it\.$/);
});

test('the signer of its commit is not named as the signer of a lightweight tag', () => {
  assert.equal(signerLabel(COMMIT), 'dev@example.test');
  assert.deepEqual([signerLabel(TAG), signerLabel(REFUSED)], ['', '']);
});

test('a verdict on a lightweight tag is shown like its row', () => {
  const verdict = {
    object: { id: COMMIT.id, type: 'commit' },
    signature: 'sigstore',
    outcome: 'verified',
    checks: [],
  } as const;
  assert.equal(shownOutcome(briefly({ ...verdict, lightweightTag: 'v1' })), 'unsigned');
  assert.equal(shownOutcome(briefly(verdict)), 'verified');
});
