import { parseReference } from '../../core/image/index.js';
import { type Network, networkFromEnvironment } from '../http/index.js';
import { BlobCache } from './blob-cache.js';
import { certificateFolders, certificatesFor } from './certificates.js';
import { Connection, originOf } from './connection.js';
import { type Credential, findCredential } from './credentials/index.js';
import { RegistryError } from './error.js';
import { mayUseHttp } from './hosts.js';
import { LIMITS, type Limits } from './limits.js';
import type { RegistryOptions } from './options.js';
import { Turns } from './turns.js';

/**
 * One run of a command: its connections, sign-ins and limits, and what it has read already. Each manifest is asked for once,
 * whatever the number of references.
 */
export class RegistryRun {
  readonly limits: Limits;
  readonly cache: BlobCache | undefined;
  readonly #options: RegistryOptions;
  readonly #turns: Turns;
  readonly #connections = new Map<string, Promise<Connection>>();
  readonly #memo = new Map<string, Promise<unknown>>();
  #spent = 0;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.limits = { ...LIMITS, ...options.limits };
    this.cache = options.cache === undefined ? undefined : new BlobCache(options.cache);
    this.#turns = new Turns(this.limits.requestsAtOnce);
  }

  /** What `ask` gives, asked for once in this run. A failure counts, too: it is not asked for again. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#memo.get(key) as Promise<T> | undefined;
    if (known) return known;
    const asked = ask();
    this.#memo.set(key, asked);
    return asked;
  }

  /** The connection to a registry, named as in a reference. @throws NetworkError */
  connection(registry: string): Promise<Connection> {
    let found = this.#connections.get(registry);
    if (found === undefined) {
      found = this.#connect(registry);
      this.#connections.set(registry, found);
    }
    return found;
  }

  async #connect(registry: string): Promise<Connection> {
    const { env, mirrors, allowHttp = false, signal, serverName, clientCertificate, caFile } = this.#options;
    const host = mirrors?.get(registry) ?? registry;
    const own = certificatesFor(host, this.#options.certificateFolders ?? certificateFolders(env));
    const base = this.#options.network ?? networkFromEnvironment(env);
    const moreCaFiles = [...(caFile === undefined ? [] : [caFile]), ...own.caFiles];
    const elsewhere: Network = { ...base, ...(moreCaFiles.length > 0 && { moreCaFiles }) };
    const client = clientCertificate ?? own.client;
    const network: Network = {
      ...elsewhere,
      ...(client && { clientCertificate: client }),
      ...(serverName !== undefined && { serverName }),
    };
    const mayBeHttp = allowHttp || mayUseHttp(new URL(`https://${host}`).hostname);
    const origin = await originOf(host, mayBeHttp, network, this.limits, signal);
    const found = new Map<string, Promise<Credential | undefined>>();
    return new Connection({
      named: registry,
      origin,
      allowHttp,
      network,
      elsewhere,
      limits: this.limits,
      turns: this.#turns,
      signal,
      spend: (place, bytes) => this.#spend(place, bytes),
      credentialFor: (repository) => {
        const known = found.get(repository) ?? this.#credentialFor(host, repository);
        found.set(repository, known);
        return known;
      },
    });
  }

  #credentialFor(host: string, repository: string): Promise<Credential | undefined> {
    const { given, env } = this.#options;
    return given?.host === host ? Promise.resolve(given.credential) : findCredential(host, repository, env);
  }

  #spend(place: string, bytes: number): void {
    this.#spent += bytes;
    if (this.#spent > this.limits.run)
      throw new RegistryError(
        'REGISTRY_TOO_MUCH',
        place,
        `more than ${this.limits.run} bytes were read in this run`,
        'name fewer images at once',
      );
  }
}

/**
 * The hosts in the values of `--registry-mirror`, each `HOST=HOST`.
 * @throws ImageReferenceError REFERENCE_MALFORMED
 */
export function parseMirrors(values: readonly string[]): ReadonlyMap<string, string> {
  const host = (text: string) => parseReference(`${text}/x`).registry;
  return new Map(
    values.map((value) => {
      const [from = '', to = ''] = value.split('=', 2);
      return [host(from), host(to)];
    }),
  );
}
