import {
  type AdviceCase,
  ADVICE_CASES as CASES,
  OUTCOME_MEANS,
  type Outcome,
  REASON_HELP,
  type ReasonCode,
  type ReasonHelp,
} from '../verdict/index.js';
import type { RenderOptions } from './renderer.js';

const REASONS_PAGE = 'https://unpkg.com/waxseal/docs/reasons.md';

/** What SARIF says about a rule (SARIF 2.1.0, section 3.49 reportingDescriptor): a reason, an outcome, or the rule of a finding. */
export function descriptor(
  rule: string,
  { sentences, language = 'en' }: Pick<RenderOptions, 'sentences' | 'language'>,
): Record<string, unknown> {
  const found = sentences.map((table) => table[language]?.[rule] ?? table.en[rule]).find(Boolean);
  if (found)
    return {
      id: rule,
      shortDescription: { text: `${found.title}.` },
      help: { text: `${found.title}. What to do: ${found.remedy}.` },
    };
  const outcome = rule.toLowerCase() as Outcome;
  const help: ReasonHelp = REASON_HELP[rule as ReasonCode] ?? {
    title: OUTCOME_MEANS[outcome],
    todo: 'see waxseal show for every check',
  };
  const { title, todo, of = {} } = help;
  const others = Object.entries(of).map(([kind, other]) => ` For ${CASES[kind as AdviceCase]}: ${other}.`);
  return {
    id: rule,
    shortDescription: { text: `${title}.` },
    help: { text: `${title}. What to do: ${todo}.${others.join('')}` },
    helpUri: REASONS_PAGE,
  };
}
