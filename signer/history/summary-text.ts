import type { Outcome } from '../../core/verify/index.js';
import type { HistorySummary } from '../../io/judge/index.js';

const ORDER: readonly Outcome[] = ['verified', 'valid', 'incomplete', 'refused', 'invalid', 'unsigned'];
const SHOWN = 3;

/** What a walk came to, for people: one line of counts, and one for a history that is cut short. */
export function summaryText({ objects, outcomes, shallowBoundaries }: HistorySummary): string {
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
  return `${lines.join('\n')}\n`;
}
