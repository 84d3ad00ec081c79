import type { Certificate } from '../../core/certificate/types.js';
import type { LogEntry } from '../../core/transparency/types.js';
import type { TrustedRoot } from '../../core/trust/types.js';
import type { IdentityToken } from '../identity/index.js';

/** Options that every call to a service has. */
export interface ServiceOptions {
  readonly url: string;
  /** Time limit for one attempt. Default 30,000. */
  readonly timeoutMs?: number;
}

/** A request for a certificate. The key need not be in this process (it may be the agent's). */
export interface CertificateRequest extends ServiceOptions {
  readonly token: IdentityToken;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Signs the token's subject with the key: ECDSA over SHA-256, DER Ecdsa-Sig-Value. */
  readonly prove: (subject: Uint8Array) => Promise<Uint8Array> | Uint8Array;
}

/** What Fulcio issued. The certificate is for the requested key. */
export interface IssuedCertificate {
  readonly certificate: Certificate;
}

/** A signature to log as a hashedrekord. */
export interface LogRequest extends ServiceOptions {
  readonly version: 1 | 2;
  /** SHA-256 of the signed bytes. */
  readonly digest: Uint8Array;
  /** DER Ecdsa-Sig-Value over them. */
  readonly signature: Uint8Array;
  readonly certificate: Uint8Array;
  /** If it knows the log, the SET, inclusion proof and checkpoint of the answer are checked. */
  readonly trust?: TrustedRoot;
}

/** A request for a timestamp over `message` (for a CMS signature: the value of its signature OCTET STRING). */
export interface TimestampRequest extends ServiceOptions {
  readonly message: Uint8Array;
  readonly trust?: TrustedRoot;
}

/** A look-up of the entries of a certificate in a Rekor v1 log. */
export interface LookUpRequest extends ServiceOptions {
  readonly certificate: Uint8Array;
  /** SHA-256 digests. The entry must name one of them. */
  readonly digests: readonly Uint8Array[];
}

/**
 * What a look-up found: entries with `body` that name the certificate and one of the digests. Their proofs are not
 * verified.
 */
export interface LookUpResult {
  readonly entries: readonly LogEntry[];
  /**
   * Answers that were not used, because they are hostile, damaged or for another signature. One harmless line each.
   */
  readonly notes: readonly { readonly code: LookUpNoteCode; readonly detail: string }[];
}

/** Why an answer of a look-up was not used. */
export type LookUpNoteCode =
  | 'OTHER_DIGEST'
  | 'OTHER_CERTIFICATE'
  | 'ENTRY_MALFORMED'
  | 'ENTRY_ID_WRONG'
  | 'TOO_MANY_ENTRIES'
  | 'ENTRY_UNREADABLE';
