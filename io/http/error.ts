import { harmlessServerText } from './server-text.js';

/** What went wrong with a request. `STATUS`: the server answered, and the answer is no. */
export type NetworkErrorCode =
  | 'TIMEOUT'
  | 'CONNECT_FAILED'
  | 'TLS_FAILED'
  | 'PROXY_FAILED'
  | 'STATUS'
  | 'REDIRECTED'
  | 'TOO_LARGE'
  | 'MALFORMED'
  | 'INSECURE_URL'
  | 'BAD_URL'
  | 'BAD_CA_FILE'
  | 'ABORTED';

/** What a NetworkError is made of. */
export interface NetworkErrorFacts {
  readonly url: URL | string;
  readonly detail: string;
  readonly status?: number;
  readonly hint?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/**
 * A request that got no usable answer. `message` is one harmless line that names the server and what to do, and never a
 * secret: `url` has neither query nor user information, and text of the server is cut, made harmless and redacted.
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly url: string;
  readonly status: number | undefined;
  readonly hint: string | undefined;
  /** What the server asked for in Retry-After, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: NetworkErrorCode,
    { url, detail, status, hint, retryAfterMs, cause }: NetworkErrorFacts,
  ) {
    const place = publicUrl(url);
    super(`${place}: ${harmlessServerText(detail)}`, { cause });
    this.url = place;
    this.status = status;
    this.hint = hint;
    this.retryAfterMs = retryAfterMs;
  }
}

/** `scheme://host:port/path` of a URL: no query, fragment or user information, where secrets travel. */
export function publicUrl(url: URL | string): string {
  const parsed = typeof url === 'string' ? (URL.parse?.(url) ?? tryUrl(url)) : url;
  return parsed
    ? harmlessServerText(`${parsed.protocol}//${parsed.host}${parsed.pathname}`)
    : 'a malformed URL';
}

function tryUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
