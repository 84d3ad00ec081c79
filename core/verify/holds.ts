import type { Outcome, Verdict } from './verdict.js';

/** Whether the evidence proves who signed (design, outcome table), whatever anybody says of that signer. */
export function isSound(outcome: Outcome): boolean {
  return outcome === 'verified' || outcome === 'valid' || outcome === 'refused';
}

/**
 * The one meaning of "holds", for the exit status of every command and for what the editor counts (design, outcome table):
 * verified, or let pass by a policy, or sound where a person said that anybody may sign.
 */
export function holds(
  { outcome, exempt }: Pick<Verdict, 'outcome'> & { readonly exempt?: unknown },
  anySigner = false,
): boolean {
  return outcome === 'verified' || exempt !== undefined || (anySigner && outcome === 'valid');
}
