/** The network as this machine has it: what proxies and extra certificate authorities its user set. */
export interface Network {
  /** Proxy for https: URLs, `http://[user:password@]host[:port]`. */
  readonly httpsProxy?: string;
  /** Proxy for http: URLs. */
  readonly httpProxy?: string;
  /** Hosts reached without a proxy: `example.com`, `.example.com`, `host:port`, `192.0.2.0/24` or `*`, comma-separated. */
  readonly noProxy?: string;
  /** Path of a PEM file with certificate authorities to trust besides Node's own. */
  readonly extraCaFile?: string;
}

/**
 * The network settings in environment variables: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY (either case; HTTP_PROXY
 * only in lower case under CGI, see httpoxy) and the extra CA file. The launcher takes NODE_EXTRA_CA_CERTS out of node's
 * environment, because node would parse it at every start, and hands it on as WAXSEAL_EXTRA_CA_CERTS.
 */
export function networkFromEnvironment(env: NodeJS.ProcessEnv): Network {
  const read = (name: string) => env[name.toLowerCase()] || env[name] || undefined;
  const all = read('ALL_PROXY');
  const httpsProxy = read('HTTPS_PROXY') ?? all;
  const httpProxy = (env['REQUEST_METHOD'] === undefined ? read('HTTP_PROXY') : env['http_proxy']) || all;
  const noProxy = read('NO_PROXY');
  const extraCaFile = env['WAXSEAL_EXTRA_CA_CERTS'] || env['NODE_EXTRA_CA_CERTS'] || undefined;
  return {
    ...(httpsProxy && { httpsProxy }),
    ...(httpProxy && { httpProxy }),
    ...(noProxy && { noProxy }),
    ...(extraCaFile && { extraCaFile }),
  };
}
