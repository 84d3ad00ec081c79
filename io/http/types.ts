import type { Network } from './network.js';

/** One request and its limits. */
export interface HttpRequest {
  /** https:, or http: where the host is a loopback address (or, with `linkLocal`, 169.254.169.254). */
  readonly url: string | URL;
  /** True to allow http: to the metadata server of a cloud, which is on the link itself and speaks nothing else. */
  readonly linkLocal?: boolean;
  /** Default GET. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For one attempt, from start to last byte. Default 30,000. */
  readonly timeoutMs?: number;
  /** For the connection, with proxy and TLS. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Largest answer taken. Default 1 MiB. */
  readonly maxBytes?: number;
  /**
   * True when asking twice does no harm: then 429, 502, 503, 504 and failed connections are tried again. Default: true for
   * GET, false for POST.
   */
  readonly repeatable?: boolean;
  /** At most this many attempts. Default 3. */
  readonly attempts?: number;
  /** Statuses besides 200-299 that are an answer and not an error, e.g. [409]. */
  readonly alsoAccept?: readonly number[];
  /** Default: what the process's environment says. */
  readonly network?: Network;
  readonly signal?: AbortSignal;
}

/** An answer. Header names are lower-case. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as strict UTF-8. @throws NetworkError MALFORMED */
  text(): string;
  /** The body as JSON. @throws NetworkError MALFORMED */
  json(): unknown;
}
