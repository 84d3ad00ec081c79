import { harmless } from '../../../core/harmless/index.js';
import { NARROWEST, rowText } from '../../../core/render/text/table.js';
import { newTally } from '../../../core/render/text/tally.js';
import { itemOf } from '../../../inspect/commits/index.js';
import type { UpdateAnswer } from '../../../inspect/push/judge-update.js';

const STYLE = { colour: false, width: NARROWEST } as const;

/** What a person who pushes sees about one ref; nothing if everything holds. */
export function answerText({ update, policy, objects, failing, failures, refusal }: UpdateAnswer): string {
  const ref = harmless(update.ref);
  if (refusal !== undefined) return `waxseal: ${ref} is refused: ${harmless(refusal)}\n`;
  if (failures === 0) return '';
  const tally = newTally();
  for (const { verdict } of failing) tally.add(verdict, false);
  const more = failures > failing.length ? `and ${failures - failing.length} more\n` : '';
  return [
    `waxseal: ${ref} is refused: ${failures} of ${objects} new ${objects === 1 ? 'object does' : 'objects do'} not hold\n`,
    policy === undefined ? '' : `policy: ${harmless(policy)}\n`,
    ...failing.map((named) => rowText(itemOf(named), false, STYLE)),
    more,
    tally.text(),
  ].join('');
}
