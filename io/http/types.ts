import type { Network } from './network.js';

/** One request and its limits. */
export interface HttpRequest {
  /** https:, or http: if the host is a loopback address (or, with `linkLocal`, 169.254.169.254). */
  readonly url: string | URL;
  /**
   * True: allow http: to the metadata server of a cloud. That server is on the local link and offers only http:.
   */
  readonly linkLocal?: boolean;
  /** True: allow http: to this host, which the caller has checked or the user has allowed. */
  readonly plainHttp?: boolean;
  /** Default GET. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Time limit for one attempt, from its start to the last byte. Default 30,000. */
  readonly timeoutMs?: number;
  /** Time limit between two pieces of the answer's body. Default: only `timeoutMs`. */
  readonly stallMs?: number;
  /** Time limit for all attempts and the pauses between them. Default: none. */
  readonly deadlineMs?: number;
  /** The longest pause before another attempt, in milliseconds. Default 5,000. */
  readonly longestPauseMs?: number;
  /** Time limit for the connection, including proxy and TLS. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Largest answer that is accepted, in bytes. Default 1 MiB. */
  readonly maxBytes?: number;
  /**
   * True if a second request does no harm. Then the request is tried again after 429, 502, 503, 504 and failed
   * connections. Default: true for GET, false for POST.
   */
  readonly repeatable?: boolean;
  /** At most this many attempts. Default 3. */
  readonly attempts?: number;
  /** Statuses outside 200-299 that are an answer, not an error, e.g. [409]. */
  readonly alsoAccept?: readonly number[];
  /** Default: the settings in the process's environment. */
  readonly network?: Network;
  readonly signal?: AbortSignal;
}

/** Whether a second request does no harm. One that may be sent only once gets a connection of its own, see `agentFor`. */
export function isRepeatable({ repeatable, method = 'GET' }: HttpRequest): boolean {
  return repeatable ?? method === 'GET';
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
