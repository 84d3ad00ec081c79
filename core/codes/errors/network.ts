import type { ErrorTable } from '../types.js';

/** A request got no usable answer. */
export const NETWORK_ERRORS = {
  TIMEOUT: ['a server took too long', 'try again; waxseal.timeout makes it wait longer'],
  CONNECT_FAILED: ['a server cannot be reached', 'check the address, the network and the proxy'],
  TLS_FAILED: [
    'the connection to a server is not secure',
    'behind a proxy that opens TLS: NODE_EXTRA_CA_CERTS names its certificate authority',
  ],
  PROXY_FAILED: ['the proxy did not let the request through', 'check HTTPS_PROXY and NO_PROXY'],
  STATUS: ['a server answered with an error status', 'the message has the status and what the server says'],
  REDIRECTED: [
    'a server sends the request elsewhere, which is not followed',
    'if the service has moved, change its URL in the configuration',
  ],
  TOO_LARGE: ['an answer is larger than is read', 'check the address: this is not what the service gives'],
  MALFORMED: ['an answer cannot be read', 'check the address: this is not what the service gives'],
  INSECURE_URL: ['an address is not https:', 'use the https: URL of the service'],
  BAD_URL: ['an address cannot be read', 'correct the URL in the configuration; it may contain no password'],
  BAD_CA_FILE: [
    'the extra certificate authorities cannot be used',
    'NODE_EXTRA_CA_CERTS must name a readable PEM file',
  ],
  BAD_CLIENT_CERTIFICATE: [
    'the client certificate for a server cannot be used',
    'name a readable PEM file with the certificate, and one with its key, without a passphrase',
  ],
  ABORTED: ['a request was given up', 'nothing, if you stopped it; else try again'],
} as const satisfies ErrorTable;
