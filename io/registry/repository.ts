import {
  ACCEPT_MANIFEST,
  algorithmOf,
  type Descriptor,
  digestOf,
  type ImageDigest,
  type ImageReference,
  isDigest,
  matchesDigest,
  parseManifest,
} from '../../core/image/index.js';
import { checkedManifest, sizeError } from './checked.js';
import type { Answer } from './connection.js';
import { RegistryError } from './error.js';
import { readReferrers } from './referrers.js';
import type { RegistryRun } from './run.js';
import type { FetchedManifest, ImageName, ImageSource, Referrers } from './source.js';
import { saidIn, unexpectedStatus, words } from './status.js';

/** One repository of a registry. */
export class Repository implements ImageSource {
  readonly place: string;
  readonly #run: RegistryRun;
  readonly #registry: string;
  readonly #repository: string;

  constructor(run: RegistryRun, { registry, repository }: Pick<ImageReference, 'registry' | 'repository'>) {
    this.#run = run;
    this.#registry = registry;
    this.#repository = repository;
    this.place = `${registry}/${repository}`;
  }

  async resolve({ tag = 'latest', digest }: ImageName): Promise<FetchedManifest> {
    return digest === undefined ? this.#byTag(tag) : this.manifest(digest);
  }

  async manifest(wanted: ImageDigest | Descriptor): Promise<FetchedManifest> {
    const digest = typeof wanted === 'string' ? wanted : wanted.digest;
    const fetched = await this.#once(`@${digest}`, () => this.#byDigest(digest));
    return checkedManifest(this.place, fetched, wanted);
  }

  async blob({ digest, size }: Descriptor): Promise<Uint8Array> {
    const { blob: most } = this.#run.limits;
    if (size > most)
      throw new RegistryError(
        'REGISTRY_TOO_MUCH',
        this.place,
        `a blob of ${size} bytes; at most ${most} are read`,
        'look at it with another program: it is larger than anything that belongs to a signature',
      );
    const kept = this.#run.cache?.get(digest, most);
    const bytes = kept ?? (await this.#once(`blob ${digest}`, () => this.#fetchBlob(digest, size)));
    if (bytes.length !== size) throw sizeError(this.place, digest, size, bytes.length);
    return bytes;
  }

  referrers(digest: ImageDigest): Promise<Referrers> {
    return this.#once(`referrers ${digest}`, () =>
      readReferrers(digest, {
        place: this.place,
        limits: this.#run.limits,
        source: this,
        get: (path) => this.#get(path, this.#run.limits.manifest),
        api: `/v2/${this.#repository}/referrers/`,
      }),
    );
  }

  async tagged(tag: string): Promise<FetchedManifest | undefined> {
    try {
      return await this.#byTag(tag);
    } catch (error) {
      const missing = error instanceof RegistryError && NOT_THERE.includes(error.code);
      if (missing) return undefined;
      throw error;
    }
  }

  #byTag(tag: string): Promise<FetchedManifest> {
    return this.#once(`:${tag}`, async () => {
      const fetched = await this.#fetchManifest(tag);
      // Whoever asks for this digest next need not ask the registry.
      void this.#once(`@${fetched.digest}`, () => Promise.resolve(fetched));
      return fetched;
    });
  }

  async #byDigest(digest: ImageDigest): Promise<FetchedManifest> {
    const { cache, limits } = this.#run;
    const kept = cache?.get(digest, limits.manifest);
    return kept ? { digest, bytes: kept, manifest: parseManifest(kept) } : this.#fetchManifest(digest);
  }

  async #fetchManifest(reference: string): Promise<FetchedManifest> {
    const answer = await this.#get(
      `/v2/${this.#repository}/manifests/${reference}`,
      this.#run.limits.manifest,
    );
    const { status, headers, body } = answer;
    if (status !== 200) throw this.#missing(answer, reference);
    const digest = isDigest(reference) ? reference : digestOf(body);
    this.#checkBytes(digest, answer);
    const contentType = headers['content-type'] ?? '';
    if (/^\s*text\/html/i.test(contentType))
      throw new RegistryError(
        'REGISTRY_ANSWER_MALFORMED',
        this.place,
        'the host answers with a web page',
        'check that the host is a registry, and that no proxy wants a sign-in',
      );
    const manifest = parseManifest(body, contentType);
    this.#run.cache?.put(digest, body);
    return { digest, bytes: body, manifest };
  }

  async #fetchBlob(digest: ImageDigest, size: number): Promise<Uint8Array> {
    const answer = await this.#get(`/v2/${this.#repository}/blobs/${digest}`, size, '*/*');
    if (answer.status !== 200) throw this.#missing(answer, digest, 'BLOB_NOT_FOUND');
    if (answer.body.length !== size) throw sizeError(this.place, digest, size, answer.body.length);
    this.#checkBytes(digest, answer);
    this.#run.cache?.put(digest, answer.body);
    return answer.body;
  }

  #checkBytes(digest: ImageDigest, { body, headers }: Answer): void {
    const have = digestOf(body, algorithmOf(digest));
    if (have !== digest)
      throw new RegistryError(
        'REGISTRY_DIGEST_WRONG',
        this.place,
        `the registry gave other bytes for ${digest}: theirs is ${have}`,
        'do not use the image: the registry, a mirror or a proxy changed or damaged it',
      );
    const stated = headers['docker-content-digest'];
    if (stated === undefined || (isDigest(stated) && matchesDigest(stated, body))) return;
    throw new RegistryError(
      'REGISTRY_DIGEST_HEADER_WRONG',
      this.place,
      `the registry states the digest ${stated} for bytes whose digest is ${have}`,
      'do not use the image, and ask who runs the registry',
    );
  }

  #missing(
    answer: Answer,
    reference: string,
    code: 'IMAGE_NOT_FOUND' | 'BLOB_NOT_FOUND' = 'IMAGE_NOT_FOUND',
  ): RegistryError {
    const said = saidIn(answer.body);
    if (answer.status !== 404 && answer.status !== 410)
      return unexpectedStatus(
        this.place,
        answer.status,
        `the server answered ${answer.status}${words(said)}`,
      );
    if (said.code === 'NAME_UNKNOWN')
      return new RegistryError(
        'REPOSITORY_NOT_FOUND',
        this.place,
        'the registry has no such repository',
        'check the name of the image',
      );
    const what = isDigest(reference) ? reference : `the tag ${reference}`;
    return new RegistryError(
      code,
      this.place,
      `the repository does not have ${what}`,
      code === 'IMAGE_NOT_FOUND'
        ? 'check the tag or the digest'
        : 'have the image pushed again: it is not complete',
    );
  }

  async #get(path: string, most: number, accept = ACCEPT_MANIFEST): Promise<Answer> {
    const connection = await this.#run.connection(this.#registry);
    return connection.ask({ repository: this.#repository, path, accept, most });
  }

  #once<T>(what: string, ask: () => Promise<T>): Promise<T> {
    return this.#run.once(`${this.place} ${what}`, ask);
  }
}

const NOT_THERE: readonly string[] = ['IMAGE_NOT_FOUND', 'REPOSITORY_NOT_FOUND'];
