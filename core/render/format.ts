import type { HistorySummary, NamedVerdict } from '../../inspect/basis/index.js';

/** A form of output, written as the verdicts come: what goes before the first, for each, and after the last. */
export interface VerdictFormat {
  readonly begin: () => string;
  /** @param holds whether this one lets the command succeed */
  readonly one: (named: NamedVerdict, holds: boolean) => string;
  readonly end: (summary: HistorySummary) => string;
}

/** The same, without the objects that hold. */
export function onlyFailing(format: VerdictFormat): VerdictFormat {
  return { ...format, one: (named, holds) => (holds ? '' : format.one(named, holds)) };
}
