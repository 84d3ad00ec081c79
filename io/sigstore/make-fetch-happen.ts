import { request } from '../http/index.js';

// @sigstore/sign brings its own HTTP (make-fetch-happen: 860 KB and 60 ms to load; no size limit, no certificate
// authorities of the user's). The build puts this module in its place (scripts/build/bundle.mjs).

/** What @sigstore/sign passes: it never asks for more. */
interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeout?: number;
}

/** The part of a Response that @sigstore/sign uses. */
interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
  buffer(): Promise<Buffer>;
}

/**
 * make-fetch-happen over io/http. Everything @sigstore/sign sends may be sent twice: Fulcio issues another certificate,
 * Rekor answers 409 with the entry there is. Every status but 2xx and 409 throws here, so that what a server says goes
 * through NetworkError's bounds and redaction.
 * @throws NetworkError
 */
export default async function fetch(url: string, options: FetchOptions): Promise<FetchResponse> {
  const response = await request({
    url,
    method: options.method === 'GET' ? 'GET' : 'POST',
    repeatable: true,
    alsoAccept: [409],
    ...(options.headers && { headers: lowerCase(options.headers) }),
    ...(options.body !== undefined && { body: options.body }),
    ...(options.timeout !== undefined && { timeoutMs: options.timeout }),
  });
  return {
    ok: response.status !== 409,
    status: response.status,
    statusText: '',
    headers: { get: (name) => response.headers[name.toLowerCase()] ?? null },
    json: async () => response.json(),
    buffer: async () => Buffer.from(response.body),
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
