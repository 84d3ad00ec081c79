import type { HistorySelection } from '../../io/history/index.js';
import {
  type HistoryOptions,
  type HistoryRun,
  type Judge,
  judgeHistory as judgeHistoryAt,
} from '../../io/judge/index.js';

/** Judges a selection of the repository in the current directory; see io/judge. @throws GitError */
export function judgeHistory(
  judge: Judge,
  selection: HistorySelection,
  options: HistoryOptions = {},
): Promise<HistoryRun> {
  return judgeHistoryAt(judge, selection, { env: process.env }, options);
}
