import { decidingCheck } from './checks.js';
import type { ReasonCode } from './reason.js';
import { REASON_HELP } from './reason-help.js';
import type { Verdict } from './verdict.js';

/** What a person can do about a reason in a verdict on this signature and this kind of object. */
export function adviceOn(
  reason: ReasonCode,
  { signature, object }: Pick<Verdict, 'signature' | 'object'>,
): string {
  const { of = {}, todo } = REASON_HELP[reason];
  const cases: Readonly<Partial<Record<string, string>>> = of;
  return cases[signature] ?? cases[object.type] ?? todo;
}

/** What a person can do about the outcome of a verdict; undefined where there is nothing to say. */
export function adviceFor(verdict: Verdict): string | undefined {
  // Where there is no policy at all nobody has asked who may sign.
  const unasked = verdict.outcome === 'valid' ? 'SIGNER_NOT_STATED' : undefined;
  const reason = decidingCheck(verdict.checks)?.reason ?? unasked;
  return reason && adviceOn(reason, verdict);
}
