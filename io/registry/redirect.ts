import { RegistryError } from './error.js';
import { isLinkLocal, isNear, mayUseHttp } from './hosts.js';

/** What leads to another URL, and how the registry itself is reached. */
export interface Lead {
  /** The registry, as its requests go. */
  readonly origin: URL;
  readonly place: string;
  /** The person allows http: everywhere. */
  readonly allowHttp: boolean;
}

/**
 * The URL to which a registry sends a request, if it may be gone to: never from https: to http:, never to a link-local address
 * or a server of a cloud's secrets, and never from a registry on the internet into a private network.
 * @param target as the registry says it
 * @param from the URL that was asked
 * @throws RegistryError REGISTRY_REDIRECT_REFUSED
 */
export function checkedLead(target: string, from: URL, { origin, place, allowHttp }: Lead): URL {
  const refused = (why: string) =>
    new RegistryError(
      'REGISTRY_REDIRECT_REFUSED',
      place,
      `the registry sends the request ${why}`,
      'ask who runs the registry: this is either a mistake in its configuration or an attack',
    );
  if (target === '' || !URL.canParse(target, from.href)) throw refused('nowhere');
  const next = new URL(target, from.href);
  const to = `to ${next.protocol}//${next.host}`;
  if (next.username !== '' || next.password !== '') throw refused(`${to} with a password in the URL`);
  if (next.protocol !== 'https:' && next.protocol !== 'http:') throw refused(to);
  if (isLinkLocal(next.hostname)) throw refused(`${to}, where a machine of a cloud gets its secrets`);
  if (isNear(next.hostname) && !isNear(origin.hostname)) throw refused(`${to}, in a private network`);
  if (next.protocol === 'http:' && !(from.protocol === 'http:' && (allowHttp || mayUseHttp(next.hostname))))
    throw refused(`${to}, which is not encrypted`);
  return next;
}

/** The URL of the next page in a `Link` header (RFC 8288); undefined if there is none. */
export function nextPage(link: string | undefined): string | undefined {
  for (const [, url, parameters = ''] of (link ?? '').slice(0, 8192).matchAll(/<([^<>]*)>([^<]*)/g))
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/i.test(parameters)) return url;
  return undefined;
}
