export { JudgeError } from './error.js';
export { openSession } from './session.js';
export type { HistorySummary, Judge, JudgePlace, NamedVerdict } from './types.js';
export { readUserPolicy, userPolicyPath } from './user-policy.js';
