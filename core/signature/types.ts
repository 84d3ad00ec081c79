import type { Certificate } from '../certificate/types.js';
import type { HashAlgorithm } from '../primitives/index.js';
import type { LogEntry } from '../transparency/types.js';

/** A detached CMS SignedData with exactly one SignerInfo, taken apart but not judged (RFC 5652 section 5). */
export interface CmsSignature {
  readonly certificates: readonly Certificate[];
  /** The certificate that the sid of the SignerInfo names; undefined when it is not embedded. */
  readonly signerCertificate?: Certificate;
  /** undefined: an algorithm this program does not accept. */
  readonly digestAlgorithm?: HashAlgorithm;
  readonly signatureAlgorithm: string;
  /** DER of that algorithm's parameters, where there are any but NULL (RSASSA-PSS). */
  readonly signatureParameters?: Uint8Array;
  readonly signature: Uint8Array;
  /** DER of the signed attributes with the SET tag (0x31): the signature covers these bytes. */
  readonly signedAttributes: Uint8Array;
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  /** The time of the signer's own clock; only a claim, never evidence. */
  readonly signingTime?: number;
  /** DER values of the unsigned attribute 1.3.6.1.4.1.57264.3.1, parsed. */
  readonly logEntry?: LogEntry;
  /** TimeStampToken DER, from unsigned attribute 1.2.840.113549.1.9.16.2.14. */
  readonly timestampTokens: readonly Uint8Array[];
}
