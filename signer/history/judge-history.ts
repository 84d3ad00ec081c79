import type { HistorySelection } from '../../io/history/index.js';
import { type HistoryOptions, judgeHistory as judgeHistoryAt } from '../../io/judge/judge-history.js';
import type { HistoryRun, Judge } from '../../io/judge/types.js';

/** Judges a selection of the repository in the current directory; see io/judge. @throws GitError */
export function judgeHistory(
  judge: Judge,
  selection: HistorySelection,
  options: HistoryOptions = {},
): Promise<HistoryRun> {
  return judgeHistoryAt(judge, selection, { env: process.env }, options);
}
