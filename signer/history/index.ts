export type { HistoryOptions, HistoryRun, HistorySummary, NamedVerdict } from '../../io/judge/index.js';
export { useEveryCore } from './cores.js';
export { INTERRUPTED, onInterrupt } from './interrupt.js';
export { judgeHistory } from './judge-history.js';
export { bufferedOutput, progress } from './print.js';
export { openSessionAnywhere } from './session.js';
export { remarks, summaryText } from './summary-text.js';
