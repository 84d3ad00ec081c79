import type { Outcome } from '../../verdict/index.js';

const COLOURS: Record<Outcome, number> = {
  verified: 32,
  valid: 33,
  incomplete: 33,
  refused: 31,
  invalid: 31,
  unsigned: 31,
};

/** The outcome; in its colour when `colour` is true. */
export function outcomeWord(outcome: Outcome, colour: boolean): string {
  return colour ? `\x1b[1;${COLOURS[outcome]}m${outcome}\x1b[0m` : outcome;
}
