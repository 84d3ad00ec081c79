import { harmless } from '../../core/text/index.js';
import type { Outcome } from '../../core/verify/index.js';
import type { HistorySummary } from '../../io/judge/index.js';

const ORDER: readonly Outcome[] = ['verified', 'valid', 'incomplete', 'refused', 'invalid', 'unsigned'];
const SHOWN = 3;

/** What a run came to, for people: one line of counts, and one for each thing that was not reached. */
export function summaryText(summary: HistorySummary): string {
  const { objects, outcomes, shallowBoundaries } = summary;
  const counts = ORDER.filter((outcome) => outcomes[outcome] > 0).map(
    (outcome) => `${outcomes[outcome]} ${outcome}`,
  );
  const lines = [
    `${objects} ${objects === 1 ? 'object' : 'objects'}: ${counts.join(', ') || 'nothing to check'}`,
  ];
  const [first, ...more] = shallowBoundaries;
  if (first !== undefined) {
    const named = shallowBoundaries.slice(0, SHOWN).join(', ');
    const rest = more.length >= SHOWN ? ` and ${more.length + 1 - SHOWN} more` : '';
    lines.push(
      `this clone is shallow: nothing before ${named}${rest} was checked (git fetch --unshallow gets it)`,
    );
  }
  return `${[...lines, ...leftOutLines(summary.leftOut)].join('\n')}\n`;
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
