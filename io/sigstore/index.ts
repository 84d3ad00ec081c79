export { SigstoreError, type SigstoreErrorCode } from './error.js';
export { requestCertificate } from './fulcio.js';
export { LogLookUp } from './log-look-up.js';
export { lookUpLogEntries } from './look-up.js';
export { logSignature } from './rekor.js';
export { requestTimestamp } from './timestamp.js';
export type * from './types.js';
