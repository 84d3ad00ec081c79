import type { Network } from '../http/index.js';
import type { Credential } from './credentials/index.js';
import type { Limits } from './limits.js';

/** How registries are reached. */
export interface RegistryOptions {
  /** Where the person's configuration of docker and podman is looked for, and the proxies. */
  readonly env: NodeJS.ProcessEnv;
  /** Default: the settings in `env`. */
  readonly network?: Network;
  /** The registry that is asked instead: `host[:port]` to `host[:port]`. */
  readonly mirrors?: ReadonlyMap<string, string>;
  /** What the person gave on the command line, and the one `host[:port]` that may get it: that of the mirror, if there is one. */
  readonly given?: { readonly host: string; readonly credential: Credential };
  /** True: http: is used where https: does not work, and credentials may go over it. */
  readonly allowHttp?: boolean;
  /** A PEM file with more certificate authorities. */
  readonly caFile?: string;
  /** PEM files: the certificate and key shown to the registry, and never to another host. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
  /** The name that the registry's certificate must have. */
  readonly serverName?: string;
  /** The folders in which docker and containers keep certificates for each registry. Default: those of the system and `env`. */
  readonly certificateFolders?: readonly string[];
  /** Where blobs are kept by their digest; undefined: nowhere. */
  readonly cache?: string;
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
}
