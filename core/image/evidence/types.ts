import type { PublicKey } from '../../primitives/index.js';
import type { SignerPolicy } from '../../signer-policy/index.js';
import type { Verdict } from '../../verdict/index.js';
import type { ArtifactHash, VerifyOptions } from '../../verify/index.js';
import type { Annotations } from '../manifest/index.js';
import type { SignedClaims } from './claims.js';

/** A signature or an attestation as it is stored beside an image. */
export type Attached =
  /** A layer under the tag `.sig`: the payload is the blob, everything else is in the annotations of the layer. */
  | { readonly form: 'signature'; readonly payload: Uint8Array; readonly annotations: Annotations }
  /** A layer under the tag `.att`: the blob is a DSSE envelope. */
  | { readonly form: 'envelope'; readonly envelope: Uint8Array; readonly annotations: Annotations }
  /** A Sigstore bundle that refers to the image. */
  | { readonly form: 'bundle'; readonly json: Uint8Array };

/** A public key and what people call it. */
export interface NamedKey {
  readonly name: string;
  readonly key: PublicKey;
}

/** What an image is verified against. */
export interface ImageRequirements {
  /** Any of them may have signed. With keys, no certificate counts. */
  readonly keys: readonly NamedKey[];
  /** Who may have signed with a certificate. */
  readonly policy?: SignerPolicy | undefined;
  /** What the signer must have stated about the image (`-a`). */
  readonly annotations: ReadonlyMap<string, string>;
  /** The hash of signatures under tags; SHA-256 by default, whatever the key, as in cosign. */
  readonly hash?: ArtifactHash;
  readonly options: VerifyOptions;
}

/** The verdict on one signature, and what it says. */
export interface JudgedSignature {
  readonly verdict: Verdict;
  /** What the payload of a signature says; absent for an attestation. */
  readonly claims?: SignedClaims;
  /** The payload of the envelope: an in-toto statement, if it is one. */
  readonly statement?: Uint8Array;
}
