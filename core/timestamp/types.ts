import type { TrustedAuthority } from '../certificate/trusted.js';
import type { Certificate } from '../certificate/types.js';
import type { HashAlgorithm } from '../primitives/index.js';
import type { SignerInfo } from '../signature/index.js';

/** An RFC 3161 TimeStampToken, taken apart but not judged. Times are Unix seconds. */
export interface TimestampToken {
  readonly genTime: number;
  /** Seconds in both directions, as the token states them, without a limit; 0 when it states none. */
  readonly accuracy: number;
  readonly imprintHash: 'sha256' | 'sha384' | 'sha512' | 'unsupported';
  readonly imprint: Uint8Array;
  /** Content octets of the nonce INTEGER, when the request had one. */
  readonly nonce?: Uint8Array;
  /** Content octets of the serial INTEGER. */
  readonly serial: Uint8Array;
  readonly certificates: readonly Certificate[];
  /** The TSTInfo octets, which the signer's messageDigest must be of. */
  readonly content: Uint8Array;
  readonly signer: SignerInfo;
  /** The certificate, as named by SigningCertificate (SHA-1) and SigningCertificateV2; at least one is there (RFC 5816). */
  readonly certificateIds: readonly CertificateId[];
}

/** First ESSCertID or ESSCertIDv2 of the attribute (RFC 5035). */
export interface CertificateId {
  /** undefined: an algorithm this program does not accept. */
  readonly hash?: HashAlgorithm;
  readonly digest: Uint8Array;
  readonly serial?: Uint8Array;
}

/** What a token proves, or why it proves nothing. `time` is genTime; `accuracy` is in seconds, in both directions. */
export type TimestampResult =
  | {
      readonly ok: true;
      readonly time: number;
      readonly accuracy: number;
      readonly authority: TrustedAuthority;
    }
  | TimestampProblem;

/** `detail` is one line for people. */
export interface TimestampProblem {
  readonly ok: false;
  readonly reason:
    | 'TIMESTAMP_MALFORMED'
    | 'TIMESTAMP_IMPRINT_MISMATCH'
    | 'TIMESTAMP_SIGNATURE_WRONG'
    | 'TIMESTAMP_CERTIFICATE'
    | 'TIMESTAMP_AUTHORITY_UNKNOWN'
    | 'ALGORITHM_NOT_SUPPORTED';
  readonly detail: string;
}
