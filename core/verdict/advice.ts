import type { ReasonCode } from '../codes/index.js';
import { decidingCheck } from './checks.js';
import type { ReasonWords } from './language.js';
import { REASON_HELP } from './reason-help.js';
import type { Verdict } from './verdict.js';

/** What a person can do about a reason, for this kind of signature and object. */
export function adviceOn(
  reason: ReasonCode,
  { signature, object }: Pick<Verdict, 'signature' | 'object'>,
  words: ReasonWords = REASON_HELP,
): string {
  const { of = {}, todo } = words[reason];
  const cases: Readonly<Partial<Record<string, string>>> = of;
  return cases[signature] ?? cases[object.type] ?? todo;
}

/** What a person can do about the outcome of a verdict; undefined where there is nothing to say. */
export function adviceFor(verdict: Verdict): string | undefined {
  // Without any policy there is no check of the signer, so the reason must come from here.
  const unasked = verdict.outcome === 'valid' ? 'SIGNER_NOT_STATED' : undefined;
  const reason = decidingCheck(verdict.checks)?.reason ?? unasked;
  return reason && adviceOn(reason, verdict);
}
