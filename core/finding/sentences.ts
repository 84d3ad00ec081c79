import { filled, type Language } from '../verdict/index.js';
import type { Finding } from './types.js';

/** What one rule says, in one language. `{name}` stands for a value of the finding, `{"name"}` for it in quotes, as JSON has it. */
export interface RuleSentences {
  /** What the rule is about, in one line, for a reader who has not seen the finding. */
  readonly title: string;
  /** What is wrong, as the finding says it; absent where every finding of the rule has a variant. */
  readonly says?: string;
  /** The sentences of a rule that has several, by `Finding.variant`. */
  readonly variants?: Readonly<Record<string, string>>;
  /** What to do about it. */
  readonly remedy: string;
}

/** The sentences of a subject by rule. English has every rule. A rule that another language lacks is shown in English. */
export interface Sentences {
  readonly en: Readonly<Record<string, RuleSentences>>;
  readonly de?: Readonly<Record<string, RuleSentences>>;
}

/** A finding in words: one line says what is wrong, and one line what to do. Both may contain text from outside. */
export interface FindingText {
  readonly title: string;
  readonly message: string;
  readonly remedy: string;
}

/**
 * A finding in words.
 * @param tables the sentences of every subject that the finding may come from
 * @throws Error for a rule without sentences, which is a bug
 */
export function findingText(
  { rule, variant, values }: Finding,
  tables: readonly Sentences[],
  language: Language = 'en',
): FindingText {
  const own = tables.map((table) => table[language]?.[rule] ?? table.en[rule]).find(Boolean);
  if (!own) throw new Error(`no sentence for ${rule}`);
  const sentence = variant === undefined ? own.says : own.variants?.[variant];
  if (sentence === undefined) throw new Error(`no sentence for ${rule}, ${variant ?? 'without a variant'}`);
  return {
    title: own.title,
    message: filled(sentence, values),
    remedy: filled(own.remedy, values),
  };
}
