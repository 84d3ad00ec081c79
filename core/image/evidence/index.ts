export { readClaims, type SignedClaims } from './claims.js';
export { LARGEST_ATTACHMENT, readEnvelope } from './envelope.js';
export { EvidenceError, type EvidenceErrorCode } from './error.js';
export { judgeAttached } from './judge.js';
export type { Attached, ImageRequirements, JudgedSignature, NamedKey } from './types.js';
