import { harmless } from '../../harmless/index.js';
import type { HistorySummary, Outcome } from '../../verdict/index.js';
import type { SummaryWords } from '../renderer.js';

const ORDER: readonly Outcome[] = ['verified', 'valid', 'incomplete', 'refused', 'invalid', 'unsigned'];
const SHOWN = 3;
const NOTHING = 'nothing to check';

/** The summary of a run over commits and tags. */
export const HISTORY_WORDS: SummaryWords<HistorySummary> = {
  lines: (summary) => [countsText(summary), ...notReached(summary)],
  remarks: (summary) => [...(summary.objects === 0 ? [NOTHING] : []), ...notReached(summary)],
  facts: ({ objects, shallowBoundaries, leftOut }) => ({
    objects,
    shallowBoundaries: [...shallowBoundaries],
    leftOut: {
      refs: leftOut.refs.map(({ name, count }) => ({ name, count })),
      unsignable: [...leftOut.unsignable],
      byDate: leftOut.byDate,
    },
  }),
};

function countsText(summary: HistorySummary): string {
  const { objects, outcomes } = summary;
  const counts = ORDER.filter((outcome) => outcomes[outcome] > 0).map(
    (outcome) => `${outcomes[outcome]} ${outcome}`,
  );
  return `${objects} ${objects === 1 ? 'object' : 'objects'}: ${counts.join(', ') || NOTHING}`;
}

function notReached({ shallowBoundaries, leftOut }: HistorySummary): string[] {
  if (shallowBoundaries.length === 0) return leftOutLines(leftOut);
  const clone = `this clone is shallow: nothing before ${listText(shallowBoundaries)} was checked`;
  return [`${clone} (git fetch --unshallow gets it)`, ...leftOutLines(leftOut)];
}

/** What exists but was not selected; one line for each. */
function leftOutLines({ refs, unsignable, byDate }: HistorySummary['leftOut']): string[] {
  const groups = refs.map(({ name, count }) => (count > 1 ? `${name} (${count})` : name));
  const objects = unsignable.length;
  return [
    ...(refs.length > 0 ? [`left out: ${listText(groups)}; name them to have them checked`] : []),
    ...(objects > 0 ? [`left out: ${listText(unsignable)}; no signature can be on a file or tree`] : []),
    ...(byDate > 0
      ? [`left out: ${byDate} ${byDate === 1 ? 'commit' : 'commits'} by the date they state themselves`]
      : []),
  ];
}

function listText(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return names.slice(0, SHOWN).map(harmless).join(', ') + more;
}
