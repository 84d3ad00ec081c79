import type { Certificate } from '../certificate/types.js';
import type { DerElement } from '../encoding/index.js';

/** An attribute with its values, in the order received. */
export interface CmsAttribute {
  readonly oid: string;
  readonly values: readonly DerElement[];
}

/** How a SignerInfo names its certificate (RFC 5652 section 5.3). */
export type SignerIdentifier =
  | { readonly type: 'issuer-and-serial'; readonly issuer: Uint8Array; readonly serial: Uint8Array }
  | { readonly type: 'subject-key-identifier'; readonly keyIdentifier: Uint8Array };

/** A SignerInfo, taken apart. Algorithms are OIDs. */
export interface SignerInfo {
  readonly sid: SignerIdentifier;
  readonly digestAlgorithm: string;
  /** DER with the SET tag (0x31), in the order received: what the signature is over. */
  readonly signedAttributes: Uint8Array;
  /** No attribute type occurs twice. */
  readonly signed: readonly CmsAttribute[];
  readonly signatureAlgorithm: string;
  /** DER of the algorithm's parameters, where there are any. */
  readonly signatureParameters?: Uint8Array;
  readonly signature: Uint8Array;
  /** No attribute type occurs twice. */
  readonly unsigned: readonly CmsAttribute[];
  /** The one value of the messageDigest attribute. */
  readonly messageDigest: Uint8Array;
}

/** A SignedData with exactly one SignerInfo, taken apart. */
export interface SignedData {
  readonly version: number;
  readonly contentType: string;
  /** eContent; undefined when detached. */
  readonly content?: Uint8Array;
  /** The bag, DER each, in the order received; at most 16. */
  readonly certificates: readonly Uint8Array[];
  readonly signer: SignerInfo;
}

/** What the caller signs over: an OID, and whether the content is inside. */
export interface ExpectedContent {
  readonly contentType: string;
  readonly detached: boolean;
}

/**
 * Takes apart a ContentInfo with a SignedData (strict DER, RFC 5652 sections 3 and 5) with one SignerInfo that has
 * signed attributes. The contentType attribute must equal `expected.contentType` and messageDigest must be there.
 * @throws CmsError
 */
export function parseSignedData(_der: Uint8Array, _expected: ExpectedContent): SignedData {
  throw new Error('not yet');
}

/** The certificate a SignerInfo's sid names, wherever it is in the bag. */
export function findSignerCertificate(
  _sid: SignerIdentifier,
  _certificates: readonly Certificate[],
): Certificate | undefined {
  throw new Error('not yet');
}
