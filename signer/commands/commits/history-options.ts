import { linesOfInput } from '../../../io/files/input-lines.js';
import type { HistorySelection } from '../../../io/history/index.js';
import { UsageError } from '../../errors.js';

interface HistoryValues {
  readonly all?: boolean | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly 'max-count'?: string | undefined;
  readonly 'first-parent'?: boolean | undefined;
  readonly 'no-merges'?: boolean | undefined;
  readonly stdin?: boolean | undefined;
}

// The words of git's approxidate (git date.c). git takes anything else for "now", and then no commit would be verified.
const DATE_WORD =
  /\d|\b(?:now|today|yesterday|noon|midnight|tea|never|last|zero|one|two|three|four|five|six|seven|eight|nine|ten|second|minute|hour|day|week|month|year|sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

function checkDate(option: string, date: string | undefined): void {
  if (date !== undefined && !DATE_WORD.test(date))
    throw new UsageError(
      `${option} ${JSON.stringify(date)} is not a date git knows`,
      'as 2026-01-31, or "2 weeks ago"',
    );
}

/**
 * The objects that the arguments select.
 * @throws UsageError for a malformed count or date, and for a revision that begins with a dash
 */
export function historySelection(values: HistoryValues, revisions: readonly string[]): HistorySelection {
  const dash = revisions.find((revision) => revision.startsWith('-'));
  if (dash !== undefined) throw new UsageError(`${JSON.stringify(dash)} is not a revision`);
  const { all, since, until, 'max-count': count } = values;
  if (count !== undefined && !/^\d{1,9}$/.test(count)) throw new UsageError('--max-count is not a number');
  checkDate('--since', since);
  checkDate('--until', until);
  if (values.stdin) return listedOnStdin(values, revisions);
  return {
    revisions,
    ...(all && { all }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(count !== undefined && { maxCount: Number(count) }),
    ...(values['first-parent'] && { firstParent: true }),
    ...(values['no-merges'] && { noMerges: true }),
  };
}

/** Names from standard input, in place of all other ways to select. @throws UsageError */
function listedOnStdin(values: HistoryValues, revisions: readonly string[]): HistorySelection {
  const selecting = ['all', 'since', 'until', 'max-count', 'first-parent', 'no-merges'] as const;
  if (revisions.length > 0 || selecting.some((name) => values[name] !== undefined))
    throw new UsageError(
      '--stdin cannot be combined with revisions, or with options that select commits',
      'let git select: git rev-list A..B | waxseal verify --stdin',
    );
  return { revisions, names: linesOfInput() };
}
