import type { IncomingMessage } from 'node:http';

/** Why a request to the loopback listener is not the callback: the answer, and the words for the person. */
export interface Refusal {
  readonly status: number;
  /** Shown on the page. */
  readonly text: string;
  /** Shown to the person who signs in. Absent for requests that browsers make by themselves (a favicon). */
  readonly name?: string;
}

const LONGEST_TARGET = 8192;

/**
 * Checks a request to the listener. The issuer sends the browser here with a redirect. That is a top-level
 * navigation: it has no Origin, and browsers with Fetch Metadata mark it as a `document`. The request of another
 * page, made with fetch, a form, a frame or an image, looks different and is refused. So is a request with a wrong
 * host name (DNS rebinding), method or state.
 * @param base the redirect URL, with its port
 * @returns the callback URL, or why the request is refused
 */
export function judgeCallback(request: IncomingMessage, base: URL, state: string): URL | Refusal {
  const target = request.url ?? '';
  if (target.length > LONGEST_TARGET)
    return { status: 414, text: 'This address is too long.', name: 'a callback that is too large' };
  const url =
    target.startsWith('/') && URL.canParse(base.origin + target) ? new URL(base.origin + target) : undefined;
  if (url?.pathname !== base.pathname) return { status: 404, text: 'Nothing is here.' };
  if (!isOurHost(request, base)) return refusal(404, 'a callback under another host name');
  if (request.method !== 'GET') return refusal(405, `a callback by ${method(request)}`);
  if (!isNavigation(request)) return refusal(403, 'a callback that a page of another origin made');
  const states = url.searchParams.getAll('state');
  if (states.length !== 1 || states[0] !== state) return refusal(400, 'a callback with a wrong state');
  return url;
}

function refusal(status: number, name: string): Refusal {
  return { status, text: 'This answer does not belong to the sign-in that is waiting.', name };
}

function method(request: IncomingMessage): string {
  return request.method === 'POST' ? 'POST' : 'another method than GET';
}

function isNavigation({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined && (headers['sec-fetch-dest'] ?? 'document') === 'document';
}

/** The host names that a redirect URL on this machine may have. */
export const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

function isOurHost(request: IncomingMessage, base: URL): boolean {
  return LOOPBACK_HOSTS.some(
    (host) =>
      request.headers.host === `${host}:${base.port}` || (base.port === '' && request.headers.host === host),
  );
}
