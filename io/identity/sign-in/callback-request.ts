import type { IncomingMessage } from 'node:http';
import { LOOPBACK_HOSTS } from './loopback.js';

/** Why a request to the loopback listener has no effect: the answer, and the words for the person. */
export interface Refusal {
  readonly status: number;
  /** Shown on the page. */
  readonly text: string;
  /** Shown to the person who signs in. Absent for requests that browsers make by themselves (a favicon). */
  readonly name?: string;
}

/** What the listener waits for. */
export interface Expected {
  /** The redirect URL, with its port. */
  readonly base: URL;
  /** The secret path of the page with which the browser starts. */
  readonly startPath: string;
  readonly state: string;
}

const LONGEST_TARGET = 8192;

/**
 * Checks a request to the listener. The person's browser starts at the secret path, and the issuer sends it back to the redirect
 * URL. Both are top-level navigations: they have no Origin, and browsers with Fetch Metadata mark them as a `document`. The request
 * of another page, made with fetch, a form, a frame or an image, looks different and is refused. So is a request with a wrong
 * host name (DNS rebinding), method or state, and a page that is loaded before anybody asked for it.
 * @returns `start`, the callback URL, or why the request is refused
 */
export function judgeRequest(request: IncomingMessage, expected: Expected): 'start' | URL | Refusal {
  const { base, startPath, state } = expected;
  const target = request.url ?? '';
  if (target.length > LONGEST_TARGET)
    return { status: 414, text: 'This address is too long.', name: 'a callback that is too large' };
  const url =
    target.startsWith('/') && URL.canParse(base.origin + target) ? new URL(base.origin + target) : undefined;
  const what =
    url?.pathname === base.pathname
      ? 'a callback'
      : url?.pathname === startPath
        ? 'a request for the sign-in page'
        : undefined;
  if (!url || !what) return { status: 404, text: 'Nothing is here.' };
  if (!isOurHost(request, base)) return refusal(404, `${what} under another host name`);
  if (request.method !== 'GET') return refusal(405, `${what} by ${method(request)}`);
  if (!isNavigation(request)) return refusal(403, `${what} that a page of another origin made`);
  if (request.headers['sec-purpose'] !== undefined) return refusal(503, `${what} ahead of its time`);
  if (url.pathname === startPath) return 'start';
  const states = url.searchParams.getAll('state');
  if (states.length !== 1 || states[0] !== state) return refusal(400, 'a callback with a wrong state');
  return url;
}

function refusal(status: number, name: string): Refusal {
  return { status, text: 'This request does not belong to the sign-in that is waiting.', name };
}

function method(request: IncomingMessage): string {
  return request.method === 'POST' ? 'POST' : 'another method than GET';
}

function isNavigation({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined && (headers['sec-fetch-dest'] ?? 'document') === 'document';
}

function isOurHost(request: IncomingMessage, base: URL): boolean {
  return LOOPBACK_HOSTS.some(
    (host) =>
      request.headers.host === `${host}:${base.port}` || (base.port === '' && request.headers.host === host),
  );
}
