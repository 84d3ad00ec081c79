import type { ImageDigest } from '../reference/index.js';

/** Names and values of annotations; `undefined` for a name that is not there. */
export type Annotations = Readonly<Record<string, string | undefined>>;

/** What an image is made to run on, as written in an index. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

/** Names a manifest or a blob (OCI image specification, descriptor). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: ImageDigest;
  /** In bytes. */
  readonly size: number;
  /** What the writer of the descriptor says. Never choose by it: cosign 3 writes the wrong one; ask the manifest. */
  readonly artifactType?: string;
  readonly annotations: Annotations;
  readonly platform?: Platform;
}

interface Common {
  /** `mediaType` of the document, else the content type with which it came. */
  readonly mediaType: string;
  /** As written in the document. */
  readonly artifactType?: string;
  /** The manifest that this one refers to. */
  readonly subject?: Descriptor;
  readonly annotations: Annotations;
}

/** An image, or an artifact in the form of one. */
export interface ImageManifest extends Common {
  readonly kind: 'image';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** A list of manifests: one for each platform, or the referrers of an image. */
export interface ImageIndex extends Common {
  readonly kind: 'index';
  readonly manifests: readonly Descriptor[];
}

/** Either kind of manifest. */
export type Manifest = ImageManifest | ImageIndex;
