import type { Certificate } from '../certificate/index.js';
import type { LogEntry } from '../transparency/index.js';

/** A Sigstore bundle, taken apart but not judged (protobuf-specs sigstore_bundle.proto). */
export interface Bundle {
  readonly version: '0.1' | '0.2' | '0.3';
  readonly signer: BundleSigner;
  readonly logEntries: readonly LogEntry[];
  /** RFC 3161 TimeStampTokens, DER, taken from the TimeStampResp that the bundle carries. */
  readonly timestampTokens: readonly Uint8Array[];
  readonly content: BundleContent;
}

/** Whose key signed: the leaf certificate, or a hint at a key that the caller must already have. */
export type BundleSigner =
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'public-key'; readonly hint: string };

/** The signed content. `signature` covers the artifact itself, or the pre-authentication encoding of the envelope. */
export type BundleContent =
  | {
      readonly kind: 'message';
      readonly signature: Uint8Array;
      /** Identifies the artifact; the signature does not cover it. Absent where the bundle states none. */
      readonly messageDigest?: MessageDigest;
    }
  | {
      readonly kind: 'dsse';
      readonly signature: Uint8Array;
      readonly payloadType: string;
      readonly payload: Uint8Array;
    };

/** A digest with its algorithm. */
export interface MessageDigest {
  readonly algorithm: 'sha256' | 'sha384' | 'sha512';
  readonly digest: Uint8Array;
}
