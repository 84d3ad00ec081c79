import type { SSH_ERRORS } from '../../codes/errors/signature.js';
import type { Among, ReasonCode } from '../../codes/index.js';
import type { Check } from '../../verdict/verdict.js';

/** What was wrong with an SSH signature, key, certificate, allowed signers line or revocation file. */
export type SshErrorCode =
  | keyof typeof SSH_ERRORS
  | Among<
      ReasonCode,
      | 'ARMOR_MALFORMED'
      | 'SSH_SIGNATURE_MALFORMED'
      | 'SSH_CERTIFICATE_MALFORMED'
      | 'SSH_KEY_WEAK'
      | 'SSH_ALLOWED_SIGNERS_TOO_LARGE'
    >;

/** SSH input that breaks its format. `message` names the place, never the bytes. */
export class SshSignatureError extends Error {
  override readonly name = 'SshSignatureError';
  constructor(
    readonly code: SshErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** The check for an error of `parseSshSignature`: not made for an unknown kind, failed for everything else. */
export function sshErrorCheck({ code, message: detail }: SshSignatureError): Check {
  switch (code) {
    case 'SSH_NOT_SUPPORTED':
      return { name: 'signature', outcome: 'not-made', reason: 'ALGORITHM_NOT_SUPPORTED', detail };
    case 'SSH_KEY_WEAK':
      return { name: 'signature', outcome: 'failed', reason: code, detail };
    case 'ARMOR_MALFORMED':
    case 'SSH_CERTIFICATE_MALFORMED':
      return { name: 'structure', outcome: 'failed', reason: code, detail };
    default:
      return { name: 'structure', outcome: 'failed', reason: 'SSH_SIGNATURE_MALFORMED', detail };
  }
}
