export { findCredential } from './find.js';
export type { Credential } from './types.js';
