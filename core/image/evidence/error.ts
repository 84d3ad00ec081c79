import type { Among, ReasonCode } from '../../codes/index.js';

/** Why what is attached to an image cannot be taken apart. */
export type EvidenceErrorCode = Among<
  ReasonCode,
  'ATTACHMENT_MALFORMED' | 'CERTIFICATE_MALFORMED' | 'LOG_ENTRY_MALFORMED' | 'TIMESTAMP_MALFORMED'
>;

/** A signature or an attestation that breaks its format. `message` names the place, never the bytes. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  constructor(
    readonly code: EvidenceErrorCode,
    message: string,
  ) {
    super(message);
  }
}
