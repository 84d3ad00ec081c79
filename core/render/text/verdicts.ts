import type { JudgedItem } from '../../finding/index.js';
import { harmless } from '../../harmless/index.js';
import type { Renderer, SummaryWords } from '../renderer.js';
import { verdictText } from './block.js';
import { rowText, type TableStyle } from './table.js';
import { newTally } from './tally.js';

/** What the text form of verdicts needs to know before the first. */
export interface VerdictTextOptions<S> extends TableStyle {
  /** Whether to write the summary even for one object. */
  readonly sumUp: (summary: S) => boolean;
  /** Write only rows, even for one object: `--quiet`. */
  readonly onlyRows?: boolean;
  /** Where the policy that applies comes from. */
  readonly policy?: string | undefined;
  readonly summary: SummaryWords<S>;
}

/** For people: one object as a block with its checks; several objects as a table, written row by row, with a summary. */
export function verdictsText<S>(options: VerdictTextOptions<S>): Renderer<JudgedItem, S> {
  const { onlyRows = false, policy, colour } = options;
  const tally = newTally();
  const row = ({ item, holds }: { item: JudgedItem; holds: boolean }) => rowText(item, holds, options);
  // The first item is kept until a second one shows that this is a table.
  let first: { readonly item: JudgedItem; readonly holds: boolean } | undefined;
  let rows = 0;
  return {
    begin: () => (policy !== undefined && !onlyRows ? `policy: ${harmless(policy)}\n\n` : ''),
    one: (item, answer) => {
      const holds = answer === 'holds';
      tally.add(item.verdict, holds);
      rows += 1;
      const now = { item, holds };
      if (onlyRows) return row(now);
      if (rows === 1) {
        first = now;
        return '';
      }
      const text = (first ? row(first) : '') + row(now);
      first = undefined;
      return text;
    },
    end: (summary) => {
      if (onlyRows) return '';
      const alone = first
        ? verdictText(first.item.verdict, first.item.name, { colour, checks: 'short', holds: first.holds })
        : '';
      const lines = options.summary.lines(summary).map((line) => `${line}\n`);
      const said = rows !== 1 || options.sumUp(summary) ? `${rows > 0 ? '\n' : ''}${lines.join('')}` : '';
      return alone + said + (rows > 1 ? tally.text() : '');
    },
  };
}
