import type { JudgedItem } from '../../core/finding/index.js';
import type {
  Annotations,
  AttachedKind,
  ImageDigest,
  ImageRequirements,
  SignedClaims,
} from '../../core/image/index.js';
import type { Verdict } from '../../core/verdict/index.js';
import type { AttachmentPlace } from './attachments.js';

/** One signature or attestation, where it was found, and its own verdict. */
export interface ImageSignature {
  readonly kind: AttachedKind;
  /** The tag under which it is; absent for what refers to the image. */
  readonly tag?: string;
  /** The manifest that holds it. */
  readonly manifest: ImageDigest;
  /** The blob with its content. */
  readonly blob: ImageDigest;
  readonly verdict: Verdict;
  /** What the payload of a signature says; absent for an attestation. */
  readonly claims?: SignedClaims;
  /** The bytes of the blob; absent where it could not be read. */
  readonly content?: Uint8Array;
  /** What is written beside a blob under a tag; not proven. */
  readonly annotations?: Annotations;
  /** The payload of an envelope, as JSON text: an in-toto statement, if it is one. */
  readonly statement?: Uint8Array;
}

/** An image of an index, as the index lists it. */
export interface ListedPlatform {
  readonly platform: string;
  readonly digest: ImageDigest;
}

/** The answer for one image, or for one index: that of the best of its signatures. */
export interface ImageItem extends JudgedItem {
  readonly digest: ImageDigest;
  readonly platform?: string;
  /** Each with its own verdict; a bad one changes nothing about a good one. */
  readonly signatures: readonly ImageSignature[];
  /** The images of an index: its signature covers their digests. Empty for a single image. */
  readonly covers: readonly ListedPlatform[];
}

/** What every question about signatures is asked with. */
export interface ImageQuestion extends AttachmentPlace {
  readonly requirements: ImageRequirements;
}
