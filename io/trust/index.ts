export { isRefreshDue, takeAttempt, trustAge } from './age.js';
export { TrustError, type TrustErrorCode } from './error.js';
export { loadTrustedRoot } from './load.js';
export { refreshTrustedRoot } from './refresh.js';
export type * from './types.js';
