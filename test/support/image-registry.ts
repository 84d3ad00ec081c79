import { utf8 } from '../../core/encoding/index.js';
import {
  type Descriptor,
  digestOf,
  type ImageDigest,
  type Manifest,
  MEDIA_TYPE,
  parseManifest,
  referrersTag,
} from '../../core/image/index.js';
import type { FetchedManifest, ImageSource, Referrer } from '../../io/registry/source.js';
import { NotThere } from './image-dump.js';

/** JSON of a manifest, which a test may write as it likes. */
export type ManifestJson = Readonly<Record<string, unknown>>;

const EMPTY = { mediaType: MEDIA_TYPE.emptyConfig, size: 2, digest: digestOf(utf8('{}')) };

/** A repository in memory, with the referrers API. It counts what it is asked for, and believes everything that it is given. */
export class MemoryRegistry implements ImageSource {
  readonly place = 'registry.test/app';
  readonly asked: string[] = [];
  readonly #manifests = new Map<string, Uint8Array>();
  readonly #tags = new Map<string, string>();
  readonly #blobs = new Map<string, Uint8Array>();
  /** What the list of referrers says besides the truth. */
  readonly listed = new Map<string, Referrer[]>();

  /** Stores a blob. @returns its descriptor */
  addBlob(bytes: Uint8Array, mediaType = 'application/octet-stream', annotations = {}) {
    const digest = digestOf(bytes);
    this.#blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length, annotations };
  }

  /** Forgets a blob. */
  dropBlob(digest: ImageDigest): void {
    this.#blobs.delete(digest);
  }

  /** Stores a manifest. @returns its descriptor */
  add(json: ManifestJson | Uint8Array, tag?: string): Descriptor {
    const bytes = json instanceof Uint8Array ? json : utf8(JSON.stringify({ schemaVersion: 2, ...json }));
    const digest = digestOf(bytes);
    this.#manifests.set(digest, bytes);
    if (tag !== undefined) this.#tags.set(tag, digest);
    return { mediaType: MEDIA_TYPE.ociManifest, digest, size: bytes.length, annotations: {} };
  }

  /** Stores an image with its own content. */
  addImage(content: string, tag?: string): Descriptor {
    const layer = this.addBlob(utf8(content));
    const config = this.addBlob(utf8(`{"image":"${content}"}`), 'application/vnd.oci.image.config.v1+json');
    return this.add({ mediaType: MEDIA_TYPE.ociManifest, config, layers: [layer] }, tag);
  }

  /** Stores an index. */
  addIndex(manifests: readonly object[], tag?: string): Descriptor {
    return {
      ...this.add({ mediaType: MEDIA_TYPE.ociIndex, manifests }, tag),
      mediaType: MEDIA_TYPE.ociIndex,
    };
  }

  /** Stores layers under a tag of cosign, or as a manifest that refers to an image. */
  attach(
    layers: readonly object[],
    to: { tag: string } | { subject: Descriptor; artifactType: string },
  ): Descriptor {
    this.addBlob(utf8('{}'));
    const common = { mediaType: MEDIA_TYPE.ociManifest, config: EMPTY, layers };
    return 'tag' in to ? this.add(common, to.tag) : this.add({ ...common, ...to });
  }

  /** The bytes of the manifest under a tag. */
  bytesOf(tag: string): Uint8Array {
    return this.#manifests.get(this.#tags.get(tag) ?? '') ?? new Uint8Array();
  }

  #fetched(digest: string): FetchedManifest {
    this.asked.push(digest);
    const bytes = this.#manifests.get(digest);
    if (!bytes) throw new NotThere('IMAGE_NOT_FOUND', `no ${digest}`);
    return { digest: digestOf(bytes), bytes, manifest: parseManifest(bytes) };
  }

  async resolve({ tag, digest }: { tag?: string; digest?: ImageDigest }): Promise<FetchedManifest> {
    return this.#fetched(digest ?? this.#tags.get(tag ?? '') ?? String(tag));
  }

  async manifest(wanted: ImageDigest | Descriptor): Promise<FetchedManifest> {
    return this.#fetched(typeof wanted === 'string' ? wanted : wanted.digest);
  }

  async blob({ digest }: Descriptor): Promise<Uint8Array> {
    this.asked.push(digest);
    const bytes = this.#blobs.get(digest);
    if (!bytes) throw new NotThere('BLOB_NOT_FOUND', `no blob ${digest}`);
    return bytes;
  }

  async tagged(tag: string): Promise<FetchedManifest | undefined> {
    const digest = this.#tags.get(tag);
    return digest === undefined ? undefined : this.#fetched(digest);
  }

  async referrers(digest: ImageDigest) {
    this.asked.push(referrersTag(digest));
    const own: Referrer[] = [];
    for (const [name, bytes] of this.#manifests) {
      const manifest = manifestOrNone(bytes);
      if (manifest?.subject?.digest !== digest) continue;
      const fetched = { digest: name as ImageDigest, bytes, manifest };
      const { mediaType } = manifest;
      own.push({
        descriptor: { mediaType, digest: fetched.digest, size: bytes.length, annotations: {} },
        fetched,
      });
    }
    return { referrers: [...(this.listed.get(digest) ?? []), ...own], from: 'api' as const };
  }
}

function manifestOrNone(bytes: Uint8Array): Manifest | undefined {
  try {
    return parseManifest(bytes);
  } catch {
    return undefined;
  }
}
