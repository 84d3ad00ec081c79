export { IdentityError, type IdentityErrorCode } from './error.js';
export { explainIdentity, type IdentityOptions, identityToken, type SourceReport } from './identity.js';
export { IdentityToken, type TokenClaims, type TokenSource } from './token.js';
