export type { LocalOffset } from './absolute-time.js';
export { type AllowedSigner, type AllowedSigners, parseAllowedSigners } from './allowed-signers.js';
export { type SshErrorCode, SshSignatureError, sshErrorCheck } from './error.js';
export { parseSshKey } from './key.js';
export { readKeyText } from './key-text.js';
export { parseSshSignature } from './parse.js';
export { parseSshRevocation, type SshRevocation, sshRevoked } from './revocation.js';
export type { SshCertificate, SshKey, SshSignature } from './types.js';
export { type SshResult, type SshVerifyInput, sshFingerprint, verifySshSignature } from './verify.js';
