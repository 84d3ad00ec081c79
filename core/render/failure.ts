import type { NamedVerdict } from '../../inspect/basis/index.js';
import { harmless } from '../harmless/index.js';
import {
  decidingCheck,
  exemptText,
  OUTCOME_MEANS,
  type Outcome,
  type ReasonCode,
  type Verdict,
} from '../verdict/index.js';
import { headlineOf } from './text/headline.js';
import { shortId } from './text/table.js';

/** Why an object does not hold, as machines are told: one code, one line for people. */
export interface Failure {
  /** The reason of the deciding check; the outcome in capitals where there is none. */
  readonly rule: ReasonCode | Uppercase<Outcome>;
  /** One harmless line. */
  readonly message: string;
}

/** Why a verdict is not `verified`. */
export function failureOf({ outcome, checks }: Verdict): Failure {
  const check = decidingCheck(checks);
  if (check?.reason) return { rule: check.reason, message: harmless(check.detail) };
  return { rule: outcome.toUpperCase() as Uppercase<Outcome>, message: OUTCOME_MEANS[outcome] };
}

/** `commit 0123456789 "Say something"`: an object for people, one harmless line. */
export function objectText({ name, verdict, raw }: NamedVerdict): string {
  const { object } = verdict;
  const called = name === object.id ? '' : ` (${harmless(name)})`;
  const subject = raw ? harmless(headlineOf(raw).subject) : '';
  return `${object.type} ${shortId(object.id)}${called}${subject ? ` ${subject}` : ''}`;
}

/** `exempt …` for an object that a policy lets pass all the same; undefined for others. */
export function exemptionText(verdict: Verdict): string | undefined {
  const text = exemptText(verdict);
  return text === undefined ? undefined : `exempt ${text}`;
}
