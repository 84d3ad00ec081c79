import { CHECK_NAMES, type CheckName, type FailedReason, type NotMadeReason } from './reason.js';
import type { Check, Outcome } from './verdict.js';

/** A step that holds. */
export function passed(name: CheckName, detail: string): Check {
  return { name, outcome: 'passed', detail };
}

/** A step whose evidence is there and wrong. */
export function failed(name: CheckName, reason: FailedReason, detail: string): Check {
  return { name, outcome: 'failed', reason, detail };
}

/** A step that could not be made because something is missing. */
export function notMade(name: CheckName, reason: NotMadeReason, detail: string): Check {
  return { name, outcome: 'not-made', reason, detail };
}

function byPlace(a: Check, b: Check): number {
  return CHECK_NAMES.indexOf(a.name) - CHECK_NAMES.indexOf(b.name);
}

/** The same checks in the order people are shown them; steps of one name keep their order. */
export function inOrder(checks: readonly Check[]): Check[] {
  return [...checks].sort(byPlace);
}

/** A check that was not made and is wanted. */
function isGap({ outcome, reason }: Check): boolean {
  return outcome === 'not-made' && reason !== 'NOT_REQUIRED' && reason !== 'CHECK_WAIVED';
}

/** Whether a flag took a required check away: such a verdict is at most `valid`. */
export function isWaived(checks: readonly Check[]): boolean {
  return checks.some(({ reason }) => reason === 'CHECK_WAIVED');
}

/**
 * What checks of the evidence add up to (docs/design.md, "A verdict"). Every check given is a required one, unless it says that
 * it is not: one failed makes the object invalid, one not made makes it incomplete. Never `verified`: that takes a
 * statement of who may sign.
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
