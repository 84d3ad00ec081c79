import {
  algorithmOf,
  attachmentTag,
  type Descriptor,
  type ImageDigest,
  type ImageIndex,
  isDigest,
  LARGEST_MANIFEST,
  ManifestError,
  matchesDigest,
  parseManifest,
} from '../../../core/image/index.js';
import { checkedManifest, sizeError } from '../checked.js';
import { RegistryError } from '../error.js';
import { LIMITS } from '../limits.js';
import type { FetchedManifest, ImageName, ImageSource, Referrer, Referrers } from '../source.js';
import type { LayoutFiles } from './files.js';

const REF_NAME = 'org.opencontainers.image.ref.name';
/** Names that docker writes in full. */
const FULL_NAME = 'io.containerd.image.name';
/** What `cosign save` writes: which of the entries are no images. */
const KIND = 'kind';
const COSIGN = 'dev.cosignproject.cosign/';
const ATTACHED_TAG = /^sha(?:256|512)-[0-9a-f]+(?:\.(?:sig|att|sbom))?$/;
const MOST_SEARCHED = 20_000;
const LARGEST_SEARCH = 256 * 1024 * 1024;

/** An OCI layout (OCI image specification, "Image Layout"), also one that `cosign save` or `docker save` wrote. */
export class LayoutSource implements ImageSource {
  readonly place: string;
  readonly #files: LayoutFiles;
  readonly #index: ImageIndex;
  #searched: ReadonlyMap<ImageDigest, readonly Descriptor[]> | undefined;

  /** @throws RegistryError LAYOUT_MALFORMED, ARCHIVE_WITHOUT_MANIFEST; ManifestError */
  constructor(files: LayoutFiles) {
    this.#files = files;
    this.place = files.place;
    const bytes = files.read('index.json', LARGEST_MANIFEST);
    if (bytes === undefined && files.read('manifest.json', LARGEST_MANIFEST))
      throw new RegistryError(
        'ARCHIVE_WITHOUT_MANIFEST',
        this.place,
        'it was written by an old docker save, without the manifest that a signature is about',
        'save it with Docker 25 or newer, or with skopeo copy docker://… oci-archive:FILE',
      );
    const index = bytes && parseManifest(bytes);
    if (index?.kind !== 'index')
      throw new RegistryError(
        'LAYOUT_MALFORMED',
        this.place,
        'it has no index.json that lists images',
        'name the folder or the archive of an OCI layout: skopeo copy … oci:DIR makes one',
      );
    this.#index = index;
  }

  async resolve({ tag, digest }: ImageName): Promise<FetchedManifest> {
    if (digest !== undefined) return this.manifest(digest);
    const images = this.#images();
    const [first, ...more] = tag === undefined ? images : images.filter((one) => namesOf(one).includes(tag));
    if (first && more.every((one) => one.digest === first.digest)) return this.manifest(first);
    const names = images
      .map((one) => namesOf(one)[0] ?? one.digest)
      .slice(0, 20)
      .join(', ');
    if (first === undefined || tag !== undefined)
      throw new RegistryError(
        'IMAGE_NOT_FOUND',
        this.place,
        `it has no ${tag === undefined ? 'image' : `one image ${tag}`}${names === '' ? '' : `, but ${names}`}`,
        'check the tag',
      );
    throw new RegistryError(
      'LAYOUT_AMBIGUOUS',
      this.place,
      `it has several images: ${names}`,
      'name one of them by its tag: oci:DIR:TAG',
    );
  }

  async manifest(wanted: ImageDigest | Descriptor): Promise<FetchedManifest> {
    const digest = typeof wanted === 'string' ? wanted : wanted.digest;
    const bytes = this.#bytes(digest, LARGEST_MANIFEST, 'IMAGE_NOT_FOUND');
    return checkedManifest(this.place, { digest, bytes, manifest: parseManifest(bytes) }, wanted);
  }

  async blob({ digest, size }: Descriptor): Promise<Uint8Array> {
    const bytes = this.#bytes(digest, LIMITS.blob, 'BLOB_NOT_FOUND');
    if (bytes.length !== size) throw sizeError(this.place, digest, size, bytes.length);
    return bytes;
  }

  /** A layout lists them in its index or not at all, so every manifest in it is looked at. */
  async referrers(digest: ImageDigest): Promise<Referrers> {
    this.#searched ??= this.#search();
    const found = this.#searched.get(digest) ?? [];
    const referrers = found.map(async (descriptor): Promise<Referrer> => {
      return { descriptor, fetched: await this.manifest(descriptor) };
    });
    return { from: 'search', referrers: await Promise.all(referrers) };
  }

  async tagged(tag: string): Promise<FetchedManifest | undefined> {
    const entry = this.#index.manifests.find((one) => namesOf(one).includes(tag)) ?? this.#savedBesides(tag);
    return entry && this.manifest(entry);
  }

  /** What `cosign save` put beside its one image, without a tag. */
  #savedBesides(tag: string): Descriptor | undefined {
    const [image, ...more] = this.#images();
    if (image === undefined || more.length > 0) return undefined;
    const kind = (['sig', 'att'] as const).find((suffix) => attachmentTag(image.digest, suffix) === tag);
    return this.#index.manifests.find(({ annotations }) => annotations[KIND] === `${COSIGN}${kind}s`);
  }

  #images(): Descriptor[] {
    return this.#index.manifests.filter((one) => {
      const kind = one.annotations[KIND];
      const isImage = kind === undefined || kind === `${COSIGN}image` || kind === `${COSIGN}imageIndex`;
      return isImage && !namesOf(one).some((name) => ATTACHED_TAG.test(name));
    });
  }

  #bytes(digest: ImageDigest, most: number, code: 'IMAGE_NOT_FOUND' | 'BLOB_NOT_FOUND'): Uint8Array {
    const algorithm = algorithmOf(digest);
    const bytes = this.#files.read(`blobs/${algorithm}/${digest.slice(algorithm.length + 1)}`, most);
    if (bytes === undefined)
      throw new RegistryError(
        code,
        this.place,
        `it does not have ${digest}`,
        'make it again: it is not complete',
      );
    if (matchesDigest(digest, bytes)) return bytes;
    throw new RegistryError(
      'REGISTRY_DIGEST_WRONG',
      this.place,
      `the bytes in the file of ${digest} have another digest`,
      'make it again: it is damaged, or was changed',
    );
  }

  /** All manifests with a subject, by that subject. */
  #search(): Map<ImageDigest, Descriptor[]> {
    const found = new Map<ImageDigest, Descriptor[]>();
    const digests = ['sha256', 'sha512'].flatMap((algorithm) =>
      this.#files.names(`blobs/${algorithm}`).map((hex) => `${algorithm}:${hex}`),
    );
    let read = 0;
    for (const digest of digests.filter(isDigest)) {
      const one = this.#withSubject(digest);
      read += one?.size ?? 0;
      if (digests.length > MOST_SEARCHED || read > LARGEST_SEARCH) throw tooMany(this.place);
      if (one?.subject) found.set(one.subject, [...(found.get(one.subject) ?? []), one.descriptor]);
    }
    return found;
  }

  #withSubject(digest: ImageDigest) {
    try {
      const bytes = this.#bytes(digest, LARGEST_MANIFEST, 'BLOB_NOT_FOUND');
      const size = bytes.length;
      // Most blobs are layers; no manifest begins otherwise.
      if (bytes[0] !== 0x7b) return { size };
      const { mediaType, subject } = parseManifest(bytes);
      return { size, subject: subject?.digest, descriptor: { mediaType, digest, size, annotations: {} } };
    } catch (error) {
      // A layer, or a file that is damaged: whoever needs it is told so.
      if (error instanceof ManifestError || error instanceof RegistryError) return undefined;
      throw error;
    }
  }
}

/** The tags of an entry, as written and without the name before them. */
function namesOf({ annotations }: Descriptor): string[] {
  const names = [annotations[REF_NAME], annotations[FULL_NAME]].filter((name) => name !== undefined);
  return names.flatMap((name) => {
    const [, tag] = /:([\w][\w.-]{0,127})$/.exec(name) ?? [];
    return tag === undefined ? [name] : [name, tag];
  });
}

function tooMany(place: string): RegistryError {
  return new RegistryError(
    'REGISTRY_TOO_MUCH',
    place,
    'it has more blobs than are searched for signatures',
    'keep one image in a layout: skopeo copy oci:DIR:TAG oci:NEW',
  );
}
