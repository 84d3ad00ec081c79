import type { SummaryWords } from '../renderer.js';

/** The result of a run over things that the person named one by one. */
export interface CountSummary {
  readonly items: number;
}

/** The summary of such a run: `3 files`. Nothing that was named is left out. */
export function countWords(one: string, many: string): SummaryWords<CountSummary> {
  return {
    lines: ({ items }) => [`${items} ${items === 1 ? one : many}`],
    remarks: ({ items }) => (items === 0 ? ['nothing to check'] : []),
    facts: ({ items }) => ({ items }),
  };
}
