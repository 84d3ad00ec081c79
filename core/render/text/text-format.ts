import { isatty } from 'node:tty';
import type { NamedVerdict } from '../../../inspect/basis/index.js';
import type { LoadedPolicy } from '../../../io/repository-policy/index.js';
import { useColour } from '../../../signer/terminal/colour.js';
import { harmless } from '../../harmless/index.js';
import type { VerdictFormat } from '../format.js';
import { verdictText } from './block.js';
import { summaryText } from './summary-text.js';
import { NARROWEST, rowText, type TableStyle } from './table.js';
import { newTally } from './tally.js';

/** What the text form needs to know before the first verdict. */
export interface TextOptions extends TableStyle {
  /** True when the objects were found by walking: the run is then summed up even for one. */
  readonly walked: boolean;
  /** Rows even for one object, and nothing around them: `--quiet`. */
  readonly onlyRows?: boolean;
  readonly policy?: LoadedPolicy | undefined;
}

/** The style for standard output as it is. */
export function outputStyle(): TableStyle {
  // A pipe is left alone: asking it would make a stream of it.
  const width = isatty(1) ? process.stdout.columns : undefined;
  return { colour: useColour(), width: width ?? NARROWEST };
}

/** For people: one object as a block with its checks, several as a table that goes out row by row, with a summary. */
export function textFormat(options: TextOptions): VerdictFormat {
  const { walked, onlyRows = false, policy } = options;
  const tally = newTally();
  const row = ({ named, holds }: { named: NamedVerdict; holds: boolean }) => rowText(named, holds, options);
  // The first is kept until a second shows that this is a table.
  let first: { readonly named: NamedVerdict; readonly holds: boolean } | undefined;
  let rows = 0;
  return {
    begin: () => (policy && !onlyRows ? `policy: ${harmless(policy.source)}\n\n` : ''),
    one: (named, holds) => {
      tally.add(named.verdict, holds);
      rows += 1;
      const now = { named, holds };
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
        ? verdictText(first.named.verdict, first.named.name, {
            colour: options.colour,
            checks: 'short',
            holds: first.holds,
          })
        : '';
      const { refs, unsignable } = summary.leftOut;
      const summed = rows !== 1 || walked || refs.length > 0 || unsignable.length > 0;
      const said = summed ? `${rows > 0 ? '\n' : ''}${summaryText(summary)}` : '';
      return alone + said + (rows > 1 ? tally.text() : '');
    },
  };
}
