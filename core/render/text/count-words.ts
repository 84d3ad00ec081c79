import type { SummaryWords } from '../renderer.js';

/** What a run over things that are named one by one came to. */
export interface CountSummary {
  readonly items: number;
}

/** How such a run is summed up: `3 files`; nothing is left out of what was named. */
export function countWords(one: string, many: string): SummaryWords<CountSummary> {
  return {
    lines: ({ items }) => [`${items} ${items === 1 ? one : many}`],
    remarks: ({ items }) => (items === 0 ? ['nothing to check'] : []),
    facts: ({ items }) => ({ items }),
  };
}
