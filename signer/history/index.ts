export { useEveryCore } from './cores.js';
export { INTERRUPTED, onInterrupt } from './interrupt.js';
export { type HistoryOptions, judgeHistory } from './judge-history.js';
export { bufferedOutput, progress } from './print.js';
export { openSessionAnywhere } from './session.js';
export { summaryText } from './summary-text.js';
export type * from './types.js';
