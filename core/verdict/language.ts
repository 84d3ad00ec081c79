import type { ReasonCode } from '../codes/index.js';
import type { CheckName } from './check-names.js';
import type { ReasonHelp } from './reason-help/types.js';
import type { Check, LogEntryFact, Outcome, SignedAt } from './verdict.js';

/** The languages of the editor. The program speaks English. */
export type Language = 'en' | 'de';

/**
 * The words for verdicts in one language, by code: what program and editor say. Sentences are in one line and have no full stop.
 * `{name}` stands for a value.
 */
export interface VerdictWords {
  /** Each outcome in a word or two, as a heading. */
  readonly labels: Readonly<Record<Outcome, string>>;
  /** Each outcome as a sentence. */
  readonly means: Readonly<Record<Outcome, string>>;
  /** The outcome of a check. `refused`: the evidence holds, but a policy does not allow what it proves. */
  readonly results: Readonly<Record<Check['outcome'] | 'refused', string>>;
  readonly checks: Readonly<Record<CheckName, string>>;
  readonly timeSources: Readonly<Record<SignedAt['source'], string>>;
  readonly inclusions: Readonly<Record<LogEntryFact['inclusion'], string>>;
  readonly phrases: Readonly<Record<Phrase, string>>;
}

/** The sentences that do not belong to one code. */
export type Phrase =
  | 'claimed'
  | 'exempt'
  | 'exempt-until'
  | 'lightweight'
  | 'lightweight-refused'
  | 'log-entry'
  | 'no-issuer'
  | 'not-the-file'
  | 'not-well-formed'
  | 'renamed'
  | 'signed-at'
  | 'waived';

/** The reasons in one language. */
export type ReasonWords = Readonly<Record<ReasonCode, ReasonHelp>>;

/**
 * A sentence with its values: `{name}` becomes the value of that name, and `{"name"}` the value in quotes, as JSON has it. A name
 * without a value stays.
 */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{("?)(\w+)\1\}/g, (whole, quote: string, name: string) => {
    if (!Object.hasOwn(values, name)) return whole;
    const text = String(values[name]);
    return quote === '' ? text : JSON.stringify(text);
  });
}
