import type { HistoryRun, Judge } from '../../inspect/basis/types.js';
import { type HistoryOptions, judgeHistory as judgeHistoryAt } from '../../inspect/commits/judge-history.js';
import type { HistorySelection } from '../../io/history/index.js';

/** Judges a selection of the repository in the current directory; see inspect/commits. @throws GitError */
export function judgeHistory(
  judge: Judge,
  selection: HistorySelection,
  options: HistoryOptions = {},
): Promise<HistoryRun> {
  return judgeHistoryAt(judge, selection, { env: process.env }, options);
}
