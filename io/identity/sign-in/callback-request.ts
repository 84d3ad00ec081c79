import type { IncomingMessage } from 'node:http';

/** Why a request to the loopback listener is not the callback: what to answer, and how to name it to the person. */
export interface Refusal {
  readonly status: number;
  /** For the page. */
  readonly text: string;
  /** For the person who signs in; none for what browsers ask for by themselves (a favicon). */
  readonly name?: string;
}

const LONGEST_TARGET = 8192;

/**
 * Judges a request to the listener. The issuer sends the browser here by a redirect, which is a top-level navigation: it has
 * no Origin, and browsers that tell (Fetch Metadata) say that it is for a `document`. A page that makes its own requests here,
 * with fetch, a form, a frame or an image, says otherwise and is refused, and so is everything with another host name
 * (DNS rebinding), method or state than ours.
 * @param base the redirect URL, with its port
 * @returns the callback URL, or why it is none
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

/** The names a redirect URL on this machine may have. */
export const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

function isOurHost(request: IncomingMessage, base: URL): boolean {
  return LOOPBACK_HOSTS.some(
    (host) =>
      request.headers.host === `${host}:${base.port}` || (base.port === '' && request.headers.host === host),
  );
}
