import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CHECK_SYMBOLS,
  holds,
  isSound,
  OUTCOME_MEANS,
  OUTCOME_SYMBOLS,
  type Outcome,
} from '../../../core/verdict/index.js';

const OUTCOMES = Object.keys(OUTCOME_MEANS) as Outcome[];
const exempt = { rule: 'exception at line 7', reason: 'old' };

test('a verified object always holds, a valid one only if anybody may sign, and an exempt one always', () => {
  for (const outcome of OUTCOMES) {
    assert.equal(holds({ outcome }), outcome === 'verified', outcome);
    assert.equal(holds({ outcome }, true), outcome === 'verified' || outcome === 'valid', outcome);
    assert.equal(holds({ outcome, exempt }), true, outcome);
  }
});

test('only sound evidence proves the signer, whatever a policy says about them', () => {
  assert.deepEqual(OUTCOMES.filter(isSound), ['verified', 'valid', 'refused']);
});

test('every outcome has its own symbol, and a passed check shares none with an outcome other than verified', () => {
  assert.equal(new Set(Object.values(OUTCOME_SYMBOLS)).size, OUTCOMES.length);
  assert.deepEqual(CHECK_SYMBOLS, { passed: '✓', failed: '✗', refused: '⊘', 'not-made': '?' });
  assert.deepEqual(OUTCOME_SYMBOLS, {
    verified: '✓',
    valid: '~',
    incomplete: '?',
    refused: '⊘',
    invalid: '✗',
    unsigned: '–',
  });
});
