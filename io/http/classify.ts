import { NetworkError } from './error.js';

const TLS_CODE =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH$|EPROTO$|INVALID_CA$|ERR_OSSL)/;

/** The NetworkError for an error that Node's http, net, tls or dns threw for `url`. */
export function classifyError(url: URL, error: unknown): NetworkError {
  if (error instanceof NetworkError) return error;
  const code = codeOf(error);
  if (TLS_CODE.test(code)) {
    return new NetworkError('TLS_FAILED', {
      url,
      detail: `the server's certificate or TLS set-up is not acceptable (${code})`,
      hint: 'behind a company proxy, set NODE_EXTRA_CA_CERTS to its certificate authority; and check the clock',
      cause: error,
    });
  }
  if (code.startsWith('HPE_')) {
    return new NetworkError('MALFORMED', { url, detail: `the answer is not HTTP (${code})`, cause: error });
  }
  return new NetworkError('CONNECT_FAILED', {
    url,
    detail: WORDS[code] ?? `the connection failed (${code || 'no reason given'})`,
    hint: 'check the network, the URL and HTTPS_PROXY',
    cause: error,
  });
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers there (connection refused)',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up right now',
  ECONNRESET: 'the server closed the connection',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
