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

test('only a verified object holds by itself; a valid one where anybody may sign; an exempt one always', () => {
  for (const outcome of OUTCOMES) {
    assert.equal(holds({ outcome }), outcome === 'verified', outcome);
    assert.equal(holds({ outcome }, true), outcome === 'verified' || outcome === 'valid', outcome);
    assert.equal(holds({ outcome, exempt }), true, outcome);
  }
});

test('the signer is proven by sound evidence only, whatever a policy says of them', () => {
  assert.deepEqual(OUTCOMES.filter(isSound), ['verified', 'valid', 'refused']);
});

test('every outcome has a symbol of its own, and a check that passed never has that of an outcome short of verified', () => {
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
