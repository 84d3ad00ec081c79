import { isWaived } from './checks.js';
import type { Outcome, Verdict } from './verdict.js';

/** Whether the evidence proves who signed (docs/design.md, "A verdict"), whether or not that signer is allowed. */
export function isSound(outcome: Outcome): boolean {
  return outcome === 'verified' || outcome === 'valid' || outcome === 'refused';
}

/**
 * The one meaning of "holds", for the exit status of every command and for what the editor counts (docs/design.md, "A
 * verdict"): verified, or exempt by a policy, or sound when the person said that anybody may sign. When a flag took a check
 * away, it holds only if somebody named the signer.
 */
export function holds({ outcome, exempt, checks = [] }: Judged, anySigner = false): boolean {
  if (outcome === 'verified' || exempt !== undefined) return true;
  if (outcome !== 'valid') return false;
  return isWaived(checks)
    ? checks.some((check) => check.name === 'signer' && check.outcome === 'passed')
    : anySigner;
}

interface Judged extends Pick<Verdict, 'outcome'>, Partial<Pick<Verdict, 'checks'>> {
  readonly exempt?: unknown;
}
