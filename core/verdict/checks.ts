import type { FailedReason, NotMadeReason } from '../codes/index.js';
import { CHECK_NAMES, type CheckName } from './check-names.js';
import type { Check, Outcome } from './verdict.js';

/** A check that passed. */
export function passed(name: CheckName, detail: string): Check {
  return { name, outcome: 'passed', detail };
}

/** A check that failed: its evidence is there and wrong. */
export function failed(name: CheckName, reason: FailedReason, detail: string): Check {
  return { name, outcome: 'failed', reason, detail };
}

/** A check that could not be made, because something is missing. */
export function notMade(name: CheckName, reason: NotMadeReason, detail: string): Check {
  return { name, outcome: 'not-made', reason, detail };
}

function byPlace(a: Check, b: Check): number {
  return CHECK_NAMES.indexOf(a.name) - CHECK_NAMES.indexOf(b.name);
}

/** The same checks in the order in which people see them; checks with the same name keep their order. */
export function inOrder(checks: readonly Check[]): Check[] {
  return [...checks].sort(byPlace);
}

/** A required check that was not made. */
function isGap({ outcome, reason }: Check): boolean {
  return outcome === 'not-made' && reason !== 'NOT_REQUIRED' && reason !== 'CHECK_WAIVED';
}

/** Whether a flag took a required check away. Such a verdict is at most `valid`. */
export function isWaived(checks: readonly Check[]): boolean {
  return checks.some(({ reason }) => reason === 'CHECK_WAIVED');
}

/**
 * The outcome of checks of the evidence (docs/design.md, "A verdict"). Every given check is required, unless it says
 * otherwise. One failed check makes the object invalid, and one that was not made makes it incomplete. Never `verified`: that
 * also needs a decision about who may sign.
 */
export function outcomeOf(checks: readonly Check[]): Extract<Outcome, 'valid' | 'incomplete' | 'invalid'> {
  if (checks.some((check) => check.outcome === 'failed')) return 'invalid';
  if (checks.length === 0 || checks.some(isGap)) return 'incomplete';
  return 'valid';
}

/**
 * The check that decides the outcome, for a one-line answer: the first failed one, else the first that could not be made,
 * else the first that a flag took away.
 */
export function decidingCheck(checks: readonly Check[]): Check | undefined {
  return (
    checks.find((check) => check.outcome === 'failed') ??
    checks.find(isGap) ??
    checks.find(({ reason }) => reason === 'CHECK_WAIVED')
  );
}
