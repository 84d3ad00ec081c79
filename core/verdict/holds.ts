import { isWaived } from './checks.js';
import type { Outcome, Verdict } from './verdict.js';

/** Whether the evidence proves who signed (docs/design.md, "A verdict"), whatever anybody says of that signer. */
export function isSound(outcome: Outcome): boolean {
  return outcome === 'verified' || outcome === 'valid' || outcome === 'refused';
}

/**
 * The one meaning of "holds", for the exit status of every command and for what the editor counts (docs/design.md, "A verdict"):
 * verified, or let pass by a policy, or sound where a person said that anybody may sign. Where a flag took a check away,
 * only a signer whom somebody named makes it hold.
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
