import { proxyVariable } from '../environment/network.js';

/** The network settings of this machine: the proxies and extra certificate authorities that the user set. */
export interface Network {
  /** Proxy for https: URLs, `http://[user:password@]host[:port]` or `https://…`. */
  readonly httpsProxy?: string;
  /**
   * Hosts that are reached without a proxy, comma-separated: `example.com` or `.example.com` (both with their
   * subdomains), `host:port`, `*`.
   */
  readonly noProxy?: string;
  /** Path of a PEM file with certificate authorities to trust in addition to Node's own. */
  readonly extraCaFile?: string;
  /** PEM files with more of them. */
  readonly moreCaFiles?: readonly string[];
  /** PEM files with a certificate and its key, shown to a server that asks for one. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
  /** The name that the server's certificate must have, if it is not that of the URL. */
  readonly serverName?: string;
}

/**
 * The network settings in environment variables: HTTPS_PROXY, ALL_PROXY and NO_PROXY, lower case first as in curl,
 * and the extra CA file. http: URLs are allowed for loopback only and never use a proxy, so HTTP_PROXY replaces a
 * missing HTTPS_PROXY, except in a CGI program, where a request can set it. The launcher removes NODE_EXTRA_CA_CERTS from the environment, because Node would parse that
 * file at every start, and passes its value as WAXSEAL_EXTRA_CA_CERTS.
 */
export function networkFromEnvironment(env: NodeJS.ProcessEnv): Network {
  const read = (name: string) => proxyVariable(env, name);
  const httpsProxy = read('HTTPS_PROXY') ?? read('ALL_PROXY') ?? read('HTTP_PROXY');
  const noProxy = read('NO_PROXY');
  const extraCaFile = env['WAXSEAL_EXTRA_CA_CERTS'] || env['NODE_EXTRA_CA_CERTS'];
  return {
    ...(httpsProxy && { httpsProxy }),
    ...(noProxy && { noProxy }),
    ...(extraCaFile && { extraCaFile }),
  };
}

/** True for 127.0.0.0/8, ::1, `localhost` and its subdomains (RFC 6761 section 6.3), as in `URL.hostname`. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  );
}

/** The proxy for a URL; undefined for a direct connection. Loopback hosts are always direct. */
export function proxyFor(url: URL, network: Network): string | undefined {
  if (network.httpsProxy === undefined || url.protocol !== 'https:' || isLoopback(url.hostname))
    return undefined;
  const host = url.hostname.toLowerCase();
  const port = url.port || '443';
  const bypassed = (network.noProxy ?? '').split(/[\s,]+/).some((entry) => matchesNoProxy(entry, host, port));
  return bypassed ? undefined : network.httpsProxy;
}

function matchesNoProxy(entry: string, host: string, port: string): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  const [, name = '', wantedPort] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  if (name === '' || (wantedPort !== undefined && wantedPort !== port)) return false;
  const bare = name.replace(/^\*?\./, '');
  return host === bare || host.endsWith(`.${bare}`);
}
