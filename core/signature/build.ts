import type { LogEntry } from '../transparency/types.js';

/** What a gitsign signature is made of. Byte fields are DER unless said. */
export interface CmsParts {
  /** The signer's certificate. */
  readonly certificate: Uint8Array;
  /** From `signedAttributes`, tag 0x31. */
  readonly signedAttributes: Uint8Array;
  /** ECDSA P-256 over SHA-256 of `signedAttributes` (Ecdsa-Sig-Value). */
  readonly signature: Uint8Array;
  /** Embedded without its body, as gitsign does. */
  readonly logEntry?: LogEntry;
  /** A bare TimeStampToken over `signature`. */
  readonly timestampToken?: Uint8Array;
}

/** The signed attributes to sign, tag 0x31: `payloadDigest` is SHA-256 (32 bytes), `signingTime` Unix seconds. */
export function signedAttributes(_of: { payloadDigest: Uint8Array; signingTime: number }): Uint8Array {
  throw new Error('not yet');
}

/** DER of the detached CMS signature, byte for byte what gitsign writes from the same parts. */
export function buildCms(_parts: CmsParts): Uint8Array {
  throw new Error('not yet');
}
