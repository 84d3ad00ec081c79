import type { NETWORK_ERRORS } from '../../core/codes/errors/network.js';
import { harmlessServerText } from './server-text.js';

/** Why a request failed. `STATUS`: the server answered with an error status. */
export type NetworkErrorCode = keyof typeof NETWORK_ERRORS;

/** The parts of a NetworkError. */
export interface NetworkErrorFacts {
  readonly url: URL | string;
  readonly detail: string;
  readonly status?: number | undefined;
  readonly hint?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * A request that got no usable answer. `message` is one harmless line that names the server and contains no secret:
 * `url` has neither query nor user information, and text from the server is shortened, made harmless and redacted.
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly url: string;
  readonly status: number | undefined;
  readonly hint: string | undefined;
  /** What the server asked for in Retry-After, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** What happened, without the URL. */
  readonly detail: string;

  constructor(
    readonly code: NetworkErrorCode,
    facts: NetworkErrorFacts,
  ) {
    const url = publicUrl(facts.url);
    const detail = harmlessServerText(facts.detail);
    super(`${url}: ${detail}`, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.url = url;
    this.detail = detail;
    this.status = facts.status;
    this.hint = facts.hint;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** `scheme://host:port/path` of a URL, without query, fragment and user information, which may contain secrets. */
export function publicUrl(url: URL | string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return harmlessServerText(`${protocol}//${host}${pathname}`);
  } catch {
    return 'a malformed URL';
  }
}
