/** An OpenPGP signature over data, read but not judged: what it claims about itself (RFC 9580 section 5.2). */
export interface OpenPgpSignature {
  readonly version: 3 | 4 | 5 | 6;
  /** 0: binary document; 1: text. */
  readonly type: 0 | 1;
  /** Numbers of RFC 9580 sections 9.1 and 9.5. */
  readonly publicKeyAlgorithm: number;
  readonly hashAlgorithm: number;
  /** The signer's own clock, Unix seconds. */
  readonly createdAt: number;
  /** Upper-case hexadecimal, as gpg writes them; absent when the signature does not say. */
  readonly issuerFingerprint?: string;
  readonly issuerKeyId?: string;
  /** Body of the signature packet. */
  readonly body: Uint8Array;
}
