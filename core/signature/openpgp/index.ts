export { OpenPgpError, type OpenPgpErrorCode, openPgpErrorCheck } from './error.js';
export { signaturePacket, signedMessage } from './message.js';
export { parseOpenPgpSignature } from './parse.js';
export { type GpgAnswer, issuerText, type OpenPgpResult, openPgpResult } from './result.js';
export { type GpgConclusion, type GpgStatus, type GpgTrust, parseGpgStatus } from './status.js';
export type { OpenPgpSignature } from './types.js';
