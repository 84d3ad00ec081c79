import { holds } from '../../../core/verdict/holds.js';
import type { Brief, Row } from '../calls.js';
import { keyOf } from '../state/state.js';

/** How many rows of a list are verified, and how many of these fail in the sense of the exit status of `waxseal verify`. */
export interface Counts {
  readonly total: number;
  readonly judged: number;
  readonly notHolding: number;
}

export function countsOf(rows: readonly Row[], verdicts: ReadonlyMap<string, Brief>): Counts {
  const briefs = rows.map((row) => verdicts.get(keyOf(row))).filter((brief) => brief !== undefined);
  const notHolding = briefs.filter((brief) => !holds(brief));
  return { total: rows.length, judged: briefs.length, notHolding: notHolding.length };
}
