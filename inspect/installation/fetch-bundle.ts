import { LARGEST_BUNDLE } from '../../core/bundle/index.js';
import { type HttpRequest, type HttpResponse, NetworkError, request } from '../../io/http/index.js';

const LIMITS = { maxBytes: LARGEST_BUNDLE, timeoutMs: 20_000, attempts: 2 } as const;
const MOVED = [301, 302, 303, 307, 308];

/** A bundle, or why there is none: `missing` if the server answers that it has none, `unreachable` otherwise. */
export type FetchedBundle =
  | { readonly bundle: Uint8Array }
  | { readonly trouble: 'missing' | 'unreachable'; readonly why: string };

/**
 * Downloads a bundle. One redirect to another host is followed, because GitHub keeps the files of a release on a
 * storage server. That is safe: the request contains no secret, and the bundle is verified.
 */
export async function fetchBundle(
  url: string,
  options: Pick<HttpRequest, 'network' | 'signal'> = {},
): Promise<FetchedBundle> {
  try {
    const answer = await request({ ...LIMITS, ...options, url, alsoAccept: [404, ...MOVED] });
    const last = MOVED.includes(answer.status) ? await moved(url, answer, options) : answer;
    if (last.status === 404) return { trouble: 'missing', why: `${url} does not exist` };
    return { bundle: last.body };
  } catch (error) {
    if (!(error instanceof NetworkError) || error.code === 'ABORTED') throw error;
    return { trouble: 'unreachable', why: error.message };
  }
}

function moved(
  url: string,
  { headers }: HttpResponse,
  options: Pick<HttpRequest, 'network' | 'signal'>,
): Promise<HttpResponse> {
  const { location = '' } = headers;
  const base = URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (!base) throw new NetworkError('REDIRECTED', { url, detail: 'it redirects to no address' });
  return request({ ...LIMITS, ...options, url: base, alsoAccept: [404] });
}
