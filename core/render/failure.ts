import { counts, findingText, type Item, isNotMade } from '../finding/index.js';
import { harmless } from '../harmless/index.js';
import {
  adviceFor,
  decidingCheck,
  exemptText,
  OUTCOME_MEANS,
  type Outcome,
  type ReasonCode,
  type Verdict,
} from '../verdict/index.js';
import type { RenderOptions } from './renderer.js';
import { shortId } from './text/short-id.js';

/** Why something does not hold: one code for machines, and one line for people. */
export interface Failure {
  /** The reason of the deciding check, or the outcome in capitals where there is none; or the rule of a finding. */
  readonly rule: string;
  /** One harmless line. */
  readonly message: string;
  /** What to do about it; undefined where nothing is known. */
  readonly todo: string | undefined;
}

/** Why a verdict is not `verified`. */
export function failureOf({ outcome, checks }: Verdict): {
  readonly rule: ReasonCode | Uppercase<Outcome>;
  readonly message: string;
} {
  const check = decidingCheck(checks);
  if (check?.reason) return { rule: check.reason, message: harmless(check.detail) };
  return { rule: outcome.toUpperCase() as Uppercase<Outcome>, message: OUTCOME_MEANS[outcome] };
}

/** Everything because of which an item does not hold: first its verdict, then its findings. Ignored findings are left out. */
export function failuresOf({ verdict, findings }: Item, { sentences, language }: RenderOptions): Failure[] {
  const found = findings
    .filter((finding) => counts(finding, 'note'))
    .map((finding) => {
      const { message, remedy } = findingText(finding, sentences, language);
      return { rule: finding.rule, message: harmless(message), todo: remedy };
    });
  if (verdict === undefined || verdict.outcome === 'verified') return found;
  return [{ ...failureOf(verdict), todo: adviceFor(verdict) }, ...found];
}

/** The outcome of an item in one or two words: that of its verdict, else the gravest level of its findings. */
export function outcomeWord({ verdict, findings }: Item): string {
  if (verdict) return verdict.outcome;
  const heard = findings.filter((finding) => counts(finding, 'note'));
  if (heard.length > 0 && heard.every(isNotMade)) return 'not made';
  const gravest = (['error', 'warning', 'note'] as const).find((level) =>
    heard.some((finding) => finding.level === level),
  );
  return gravest ?? 'nothing found';
}

/** What an item is about, for people, as one harmless line: `commit 0123456789 Say something`. */
export function subjectText({ name, subject, title = '', verdict }: Item): string {
  const pointer = verdict?.lightweightTag === undefined ? '' : ', a lightweight tag: not signed';
  const called = name === subject.id ? '' : ` (${harmless(name)}${pointer})`;
  const said = harmless(title);
  return `${subject.type} ${shortId(subject.id)}${called}${said ? ` ${said}` : ''}`;
}

/** `exempt …` for an object that a policy exempts; undefined for others. */
export function exemptionText(verdict: Verdict | undefined): string | undefined {
  const text = verdict && exemptText(verdict);
  return text === undefined ? undefined : `exempt ${text}`;
}
