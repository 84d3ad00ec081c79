export { type HookContext, judgeUpdate, policyOpener, type UpdateAnswer } from './judge-update.js';
export { HOOK_KINDS, type HookKind } from './kinds.js';
export { knownTips } from './known.js';
export type { RefUpdate } from './types.js';
