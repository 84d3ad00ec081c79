import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Descriptor,
  digestOf,
  type ImageDigest,
  isDigest,
  parseManifest,
  printReference,
  referrersTag,
} from '../../core/image/index.js';
import type { FetchedManifest, ImageSource } from '../../io/registry/source.js';

/** An error as `io/registry` throws it. */
export class NotThere extends Error {
  constructor(
    readonly code: 'IMAGE_NOT_FOUND' | 'BLOB_NOT_FOUND',
    message: string,
  ) {
    super(message);
  }
}

const texts = (path: string): Record<string, string> =>
  existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};

/** A repository of the recorded registry, read from its files: with the referrers API, or with the fallback tag. */
export class DumpSource implements ImageSource {
  readonly place: string;
  /** What was asked for. */
  readonly asked: string[];
  readonly #types: Record<string, string>;
  readonly #tags: Record<string, string>;

  constructor(
    private readonly store: string,
    private readonly repository: string,
    private readonly api: boolean,
    asked: string[] = [],
  ) {
    this.place = repository;
    this.asked = asked;
    this.#types = texts(join(store, repository, 'mediatypes.json'));
    this.#tags = texts(join(store, repository, 'tags.json'));
  }

  async resolve({ tag, digest }: { tag?: string; digest?: ImageDigest }): Promise<FetchedManifest> {
    if (digest) return this.manifest(digest);
    const found = tag === undefined ? undefined : await this.tagged(tag);
    if (!found) throw new NotThere('IMAGE_NOT_FOUND', `no tag ${tag} in ${this.repository}`);
    return found;
  }

  async manifest(wanted: ImageDigest | Descriptor): Promise<FetchedManifest> {
    const digest = typeof wanted === 'string' ? wanted : wanted.digest;
    this.asked.push(printReference({ registry: 'dump', repository: this.repository, digest }));
    const hex = digest.slice('sha256:'.length);
    const type = this.#types[hex];
    if (type === undefined) throw new NotThere('IMAGE_NOT_FOUND', `no ${digest} in ${this.repository}`);
    const bytes = new Uint8Array(readFileSync(join(this.store, this.repository, 'manifests', hex)));
    return { digest: digestOf(bytes), bytes, manifest: parseManifest(bytes, type) };
  }

  async blob({ digest }: Descriptor): Promise<Uint8Array> {
    this.asked.push(digest);
    const path = join(this.store, '_blobs', digest.slice('sha256:'.length));
    if (!existsSync(path)) throw new NotThere('BLOB_NOT_FOUND', `no blob ${digest}`);
    return new Uint8Array(readFileSync(path));
  }

  async tagged(tag: string): Promise<FetchedManifest | undefined> {
    const hex = this.#tags[tag];
    const digest = `sha256:${hex}`;
    return hex !== undefined && isDigest(digest) ? this.manifest(digest) : undefined;
  }

  async referrers(digest: ImageDigest) {
    const listed = this.api ? await this.#bySubject(digest) : await this.#byTag(digest);
    const referrers = await Promise.all(
      listed.map(async (descriptor) => ({ descriptor, fetched: await this.manifest(descriptor.digest) })),
    );
    return { referrers, from: this.api ? ('api' as const) : ('tag' as const) };
  }

  async #byTag(digest: ImageDigest): Promise<readonly Descriptor[]> {
    const list = await this.tagged(referrersTag(digest));
    return list?.manifest.kind === 'index' ? list.manifest.manifests : [];
  }

  async #bySubject(digest: ImageDigest): Promise<readonly Descriptor[]> {
    const all = await Promise.all(
      Object.keys(this.#types).map((hex) => this.manifest(`sha256:${hex}` as ImageDigest)),
    );
    return all
      .filter(({ manifest }) => manifest.subject?.digest === digest)
      .map((one) => ({
        mediaType: one.manifest.mediaType,
        digest: one.digest,
        size: one.bytes.length,
        annotations: {},
      }));
  }
}
