import type { Check, Outcome } from './verdict.js';

/** The one character for each outcome, wherever the editor shows one. No two are alike without their colour. */
export const OUTCOME_SYMBOLS: Readonly<Record<Outcome, string>> = {
  verified: '✓',
  valid: '~',
  incomplete: '?',
  refused: '⊘',
  invalid: '✗',
  unsigned: '–',
};

/** The one character for each outcome of a check: that of the outcome which it brings about, or would. */
export const CHECK_SYMBOLS: Readonly<Record<Check['outcome'] | 'refused', string>> = {
  passed: OUTCOME_SYMBOLS.verified,
  failed: OUTCOME_SYMBOLS.invalid,
  refused: OUTCOME_SYMBOLS.refused,
  'not-made': OUTCOME_SYMBOLS.incomplete,
};
