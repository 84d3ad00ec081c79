import type { Certificate } from '../certificate/types.js';
import type { HashAlgorithm } from '../primitives/index.js';
import type { TrustedAuthority } from '../trust/types.js';

/** An RFC 3161 TimeStampToken, taken apart but not judged. Times are Unix seconds. */
export interface TimestampToken {
  readonly genTime: number;
  /** Seconds of tolerance either way; 0 when the token states none. */
  readonly accuracy: number;
  readonly imprintHash: 'sha256' | 'sha384' | 'sha512' | 'unsupported';
  readonly imprint: Uint8Array;
  /** Content octets of the nonce INTEGER, when the request had one. */
  readonly nonce?: Uint8Array;
  /** Content octets of the serial INTEGER. */
  readonly serial: Uint8Array;
  readonly certificates: readonly Certificate[];
  readonly signer: TimestampSigner;
}

/** The token's only SignerInfo (RFC 5652 section 5.3). */
export interface TimestampSigner {
  /** Issuer Name (DER) and serial content octets, or the subject key identifier, of the signer's certificate. */
  readonly id:
    | { readonly issuer: Uint8Array; readonly serial: Uint8Array }
    | { readonly subjectKeyId: Uint8Array };
  /** undefined: an algorithm this program does not accept. */
  readonly digestAlgorithm?: HashAlgorithm;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  /** With the SET tag (0x31): what the signature is over. */
  readonly signedAttributes: Uint8Array;
  readonly messageDigest: Uint8Array;
  /** The TSTInfo the messageDigest is of. */
  readonly content: Uint8Array;
  /** What SigningCertificate (SHA-1) and SigningCertificateV2 say the certificate is; at least one (RFC 5816). */
  readonly certificateIds: readonly CertificateId[];
}

/** First ESSCertID or ESSCertIDv2 of the attribute (RFC 5035). */
export interface CertificateId {
  /** undefined: an algorithm this program does not accept. */
  readonly hash?: HashAlgorithm;
  readonly digest: Uint8Array;
  readonly serial?: Uint8Array;
}

/** What a token proves, or why it proves nothing. `time` is genTime, `accuracy` seconds either way. */
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
