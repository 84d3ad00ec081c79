import type { Descriptor, ImageDigest, Manifest } from '../../core/image/index.js';

/** A manifest whose bytes were checked against their digest. */
export interface FetchedManifest {
  readonly digest: ImageDigest;
  readonly bytes: Uint8Array;
  readonly manifest: Manifest;
}

/** One that refers to an image. Either its manifest, or why it could not be read: one that is broken hides no other. */
export type Referrer =
  | { readonly descriptor: Descriptor; readonly fetched: FetchedManifest }
  | { readonly descriptor: Descriptor; readonly failed: Error };

/** What refers to an image. */
export interface Referrers {
  readonly referrers: readonly Referrer[];
  /** Where the list comes from: the referrers API, the fallback tag, both, or a search of all manifests of a folder. */
  readonly from: 'api' | 'tag' | 'api and tag' | 'search';
}

/** One image by a tag or a digest. */
export interface ImageName {
  readonly tag?: string;
  readonly digest?: ImageDigest;
}

/**
 * One repository of a registry, one folder or one archive, from which images are read. Every byte that it gives was checked
 * against a digest, except the meaning of a tag, which only the registry knows. All methods throw RegistryError, NetworkError
 * or ManifestError.
 */
export interface ImageSource {
  /** For messages: `host/repository`, or the path. */
  readonly place: string;
  /** The manifest of the image. With a digest, the tag does not count. @throws RegistryError IMAGE_NOT_FOUND */
  resolve(name: ImageName): Promise<FetchedManifest>;
  /** The manifest with this digest. With a descriptor, its size must be right, too. */
  manifest(wanted: ImageDigest | Descriptor): Promise<FetchedManifest>;
  /** The blob that a descriptor of a manifest names. */
  blob(wanted: Descriptor): Promise<Uint8Array>;
  /** What refers to the manifest with this digest. Of each, the manifest is read: descriptors state wrong artifact types. */
  referrers(digest: ImageDigest): Promise<Referrers>;
  /** What has this tag; undefined where nothing has. Every other failure is an error: it never looks like "not signed". */
  tagged(tag: string): Promise<FetchedManifest | undefined>;
}
