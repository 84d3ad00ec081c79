import { NetworkError } from './error.js';
import { isLoopback } from './network.js';

/**
 * The URL to ask: https:, or http: to this machine.
 * @throws NetworkError BAD_URL, INSECURE_URL
 */
export function checkedUrl(text: string | URL): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new NetworkError('BAD_URL', { url: '', detail: 'a service URL in the configuration is malformed' });
  }
  if (url.username !== '' || url.password !== '')
    throw new NetworkError('BAD_URL', { url, detail: 'a user name or password in the URL of a service' });
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new NetworkError('INSECURE_URL', {
    url,
    detail: 'only https: is used, except for servers on this machine',
    hint: 'use the https: URL of the service',
  });
}
