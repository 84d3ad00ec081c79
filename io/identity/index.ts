export { CLOCK_TOLERANCE_S, clockOffset } from './clock-fault.js';
export { IdentityError, type IdentityErrorCode } from './error.js';
export { explainIdentity, identityToken, type SourceReport } from './identity.js';
export type { IdentityOptions, SignInPerson } from './options.js';
export { IdentityToken, type TokenClaims, type TokenSource } from './token.js';
