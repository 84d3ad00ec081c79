import { NetworkError } from './error.js';
import { isLoopback } from './network.js';
import type { HttpRequest } from './types.js';

/** The metadata server of Google Cloud, AWS and Azure: link-local (RFC 3927), never routed. */
const METADATA_SERVER = '169.254.169.254';

/**
 * The URL of a request: https:, or http: to this machine, or, with `linkLocal`, http: to a cloud's metadata server, or, with
 * `plainHttp`, http: to any.
 * @throws NetworkError BAD_URL, INSECURE_URL
 */
export function checkedUrl(
  text: string | URL,
  { linkLocal = false, plainHttp = false }: Pick<HttpRequest, 'linkLocal' | 'plainHttp'> = {},
): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new NetworkError('BAD_URL', { url: '', detail: 'a service URL in the configuration is malformed' });
  }
  if (url.username !== '' || url.password !== '')
    throw new NetworkError('BAD_URL', { url, detail: 'a user name or password in the URL of a service' });
  const near = plainHttp || isLoopback(url.hostname) || (linkLocal && url.hostname === METADATA_SERVER);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && near)) return url;
  throw new NetworkError('INSECURE_URL', {
    url,
    detail: 'only https: is used, except for servers on this machine',
    hint: 'use the https: URL of the service',
  });
}
