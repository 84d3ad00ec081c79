import type { Verdict } from '../../core/verify/index.js';

/** Whether a verdict lets a command succeed (design, outcome table): verified, exempt, or sound where anybody may sign. */
export function holds({ outcome, exempt }: Verdict, anySigner: boolean): boolean {
  return outcome === 'verified' || exempt !== undefined || (anySigner && outcome === 'valid');
}
