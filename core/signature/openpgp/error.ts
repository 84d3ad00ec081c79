import type { OPENPGP_ERRORS } from '../../codes/errors/signature.js';
import type { Among, ReasonCode } from '../../codes/index.js';
import type { Check } from '../../verdict/verdict.js';

/** What was wrong with an OpenPGP signature. */
export type OpenPgpErrorCode =
  | keyof typeof OPENPGP_ERRORS
  | Among<ReasonCode, 'ARMOR_MALFORMED' | 'OPENPGP_SIGNATURE_MALFORMED' | 'OPENPGP_SIGNATURE_COUNT'>;

/** OpenPGP input that breaks RFC 9580. `message` names the place, never the bytes. */
export class OpenPgpError extends Error {
  override readonly name = 'OpenPgpError';
  constructor(
    readonly code: OpenPgpErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** The check for an error of `parseOpenPgpSignature`: not made for an unknown version, failed for everything else. */
export function openPgpErrorCheck({ code, message: detail }: OpenPgpError): Check {
  if (code === 'OPENPGP_NOT_SUPPORTED')
    return { name: 'signature', outcome: 'not-made', reason: 'ALGORITHM_NOT_SUPPORTED', detail };
  return { name: 'structure', outcome: 'failed', reason: code, detail };
}
