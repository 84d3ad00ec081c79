import type { Check, Outcome } from './verdict.js';

/** The one character for each outcome, wherever the editor shows one. They differ even without colour. */
export const OUTCOME_SYMBOLS: Readonly<Record<Outcome, string>> = {
  verified: '✓',
  valid: '~',
  incomplete: '?',
  refused: '⊘',
  invalid: '✗',
  unsigned: '–',
};

/** The one character for each outcome of a check: the same as for the outcome of a verdict that it leads to. */
export const CHECK_SYMBOLS: Readonly<Record<Check['outcome'] | 'refused', string>> = {
  passed: OUTCOME_SYMBOLS.verified,
  failed: OUTCOME_SYMBOLS.invalid,
  refused: OUTCOME_SYMBOLS.refused,
  'not-made': OUTCOME_SYMBOLS.incomplete,
};
