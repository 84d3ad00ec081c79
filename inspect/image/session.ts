import {
  type Descriptor,
  type ImageDigest,
  type ImageReference,
  LARGEST_ATTACHMENT,
  parseReference,
  printReference,
  printRepository,
} from '../../core/image/index.js';
import type { FetchedManifest, ImageSource, Referrers } from '../../io/registry/source.js';
import { ImageError } from './error.js';
import { unusable } from './unusable.js';

/** A repository of a registry. */
export type Repository = Pick<ImageReference, 'registry' | 'repository'>;

/** All attachments of one run together: half a gigabyte, far more than the SBOMs of a hundred images. */
const LARGEST_SUM = 512 << 20;

/** Something that was read, or why it cannot be used, in one line. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

/**
 * What one run has asked for. Each manifest, list and blob is asked for once, whatever the number of questions. All methods
 * throw what the source throws when it cannot be asked.
 */
export class ImageSession {
  readonly #sources = new Map<string, ImageSource>();
  readonly #asked = new Map<string, Promise<unknown>>();
  #sum = 0;

  /**
   * @param openSource the source for a repository; called once for each
   * @param referenceOf what a name means; an image in a registry by default. It throws what the name is refused for
   */
  constructor(
    private readonly openSource: (place: Repository) => ImageSource,
    readonly referenceOf: (name: string) => ImageReference = parseReference,
  ) {}

  #source(place: Repository): ImageSource {
    const name = printRepository(place);
    const known = this.#sources.get(name) ?? this.openSource(place);
    this.#sources.set(name, known);
    return known;
  }

  #once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#asked.get(name);
    // Every name begins with the question, so the answers under one name have one type.
    if (known) return known as Promise<T>;
    const asked = ask();
    this.#asked.set(name, asked);
    return asked;
  }

  /** The manifest that a reference names. With a digest, the tag does not count. */
  resolve(reference: ImageReference): Promise<FetchedManifest> {
    const { registry, repository, tag, digest } = reference;
    const place = { registry, repository };
    if (digest) return this.manifest(place, digest);
    return this.#once(`resolve ${printReference(reference)}`, async () => {
      const fetched = await this.#source(place).resolve(tag === undefined ? {} : { tag });
      void this.#once(named(place, fetched.digest), () => Promise.resolve(fetched));
      return fetched;
    });
  }

  /** The manifest with a digest. */
  manifest(place: Repository, wanted: ImageDigest | Descriptor): Promise<FetchedManifest> {
    const digest = typeof wanted === 'string' ? wanted : wanted.digest;
    return this.#once(named(place, digest), () => this.#source(place).manifest(wanted));
  }

  /** What has this tag; undefined where nothing has. */
  tagged(place: Repository, tag: string): Promise<Read<FetchedManifest> | undefined> {
    return this.#once(`tagged ${printReference({ ...place, tag })}`, async () => {
      try {
        const value = await this.#source(place).tagged(tag);
        return value && { value };
      } catch (error) {
        return { problem: unusable(error) };
      }
    });
  }

  /** What refers to a manifest. */
  referrers(place: Repository, digest: ImageDigest): Promise<Referrers> {
    const name = `referrers ${printReference({ ...place, digest })}`;
    return this.#once(name, () => this.#source(place).referrers(digest));
  }

  /** A blob of something that is attached. @throws ImageError IMAGE_TOO_MUCH_ATTACHED */
  blob(place: Repository, descriptor: Descriptor): Promise<Read<Uint8Array>> {
    const { digest, size } = descriptor;
    return this.#once(`blob ${printReference({ ...place, digest })}`, async () => {
      if (size > LARGEST_ATTACHMENT) return { problem: `more than ${LARGEST_ATTACHMENT} bytes` };
      this.#sum += size;
      if (this.#sum > LARGEST_SUM)
        throw new ImageError(
          'IMAGE_TOO_MUCH_ATTACHED',
          `more than ${LARGEST_SUM} bytes are attached`,
          'ask for fewer images at a time',
        );
      try {
        return { value: await this.#source(place).blob(descriptor) };
      } catch (error) {
        return { problem: unusable(error) };
      }
    });
  }
}

function named(place: Repository, digest: ImageDigest): string {
  return `manifest ${printReference({ ...place, digest })}`;
}
