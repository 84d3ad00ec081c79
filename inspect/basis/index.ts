export { JudgeError } from './error.js';
export { openSession } from './session.js';
export type { Judge, JudgePlace, NamedVerdict } from './types.js';
export { readUserPolicy, userPolicyPath } from './user-policy.js';
