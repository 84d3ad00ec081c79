import type { HistorySummary } from '../../../inspect/basis/index.js';
import { harmless } from '../../harmless/index.js';
import type { Outcome } from '../../verdict/index.js';

const ORDER: readonly Outcome[] = ['verified', 'valid', 'incomplete', 'refused', 'invalid', 'unsigned'];
const SHOWN = 3;
const NOTHING = 'nothing to check';

/** What a run came to, for people: one line of counts, and one for each thing that was not reached. */
export function summaryText(summary: HistorySummary): string {
  const { objects, outcomes } = summary;
  const counts = ORDER.filter((outcome) => outcomes[outcome] > 0).map(
    (outcome) => `${outcomes[outcome]} ${outcome}`,
  );
  const first = `${objects} ${objects === 1 ? 'object' : 'objects'}: ${counts.join(', ') || NOTHING}`;
  return `${[first, ...notReached(summary)].join('\n')}\n`;
}

/**
 * What a form of output without the summary has to say all the same: that there was nothing to check, and what was not
 * reached. Harmless lines without line breaks; none where all that was asked for was judged.
 */
export function remarks(summary: HistorySummary): string[] {
  return [...(summary.objects === 0 ? [NOTHING] : []), ...notReached(summary)];
}

function notReached({ shallowBoundaries, leftOut }: HistorySummary): string[] {
  if (shallowBoundaries.length === 0) return leftOutLines(leftOut);
  const clone = `this clone is shallow: nothing before ${listText(shallowBoundaries)} was checked`;
  return [`${clone} (git fetch --unshallow gets it)`, ...leftOutLines(leftOut)];
}

/** What the selection does not reach although it is there; each in a line of its own. */
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
