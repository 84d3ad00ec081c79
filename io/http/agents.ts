import { readFileSync } from 'node:fs';
import type { Agent, AgentOptions } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { decodePemBundle } from '../../core/encoding/index.js';
import { NetworkError } from './error.js';
import { isLoopback, type Network, proxyFor } from './network.js';
import { openTunnel } from './tunnel.js';

// One keep-alive agent for each way of connecting, for the whole life of the process. Waxseal's own agent process
// calls Rekor, Fulcio and the timestamp authority again and again.
const agents = new Map<string, Promise<Agent>>();

// Asking the resolver for `localhost` costs about 12 ms. These are its addresses by definition (RFC 6761), and Node
// tries the second one when nothing listens on the first. It answers later, as a resolver does: where loopback is down, the
// connection fails at once, and before that somebody must listen for its error.
const lookupLoopback: LookupFunction = (_hostname, options, callback) => {
  setImmediate(() => {
    if (options.all) {
      callback(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ]);
    } else callback(null, '127.0.0.1', 4);
  });
};

/**
 * The agent for `url`: direct or through a proxy, with the user's certificate authorities.
 * @param keepAlive false: every request gets a connection of its own, which the server is not closing already
 * @throws NetworkError BAD_CA_FILE, BAD_CLIENT_CERTIFICATE
 */
export function agentFor(url: URL, network: Network, keepAlive: boolean): Promise<Agent> {
  const proxy = proxyFor(url, network);
  const loopback = isLoopback(url.hostname);
  const key = JSON.stringify([
    url.protocol,
    loopback,
    proxy,
    keepAlive,
    url.protocol === 'https:' && [
      network.extraCaFile,
      network.moreCaFiles,
      network.clientCertificate,
      network.serverName,
    ],
  ]);
  let agent = agents.get(key);
  if (agent === undefined) {
    agent = makeAgent(url, network, proxy, loopback, keepAlive);
    agents.set(key, agent);
    agent.catch(() => agents.delete(key));
  }
  return agent;
}

async function makeAgent(
  url: URL,
  network: Network,
  proxy: string | undefined,
  loopback: boolean,
  keepAlive: boolean,
) {
  const options: AgentOptions & { lookup?: LookupFunction } = {
    keepAlive,
    maxSockets: 16,
    ...(loopback && { lookup: lookupLoopback, autoSelectFamily: true }),
  };
  if (url.protocol === 'http:') return new (await import('node:http')).Agent(options);
  const [https, tls] = await Promise.all([import('node:https'), import('node:tls')]);
  const trust = {
    // Said outright, it is stronger than NODE_TLS_REJECT_UNAUTHORIZED=0, which would send tokens to anybody.
    rejectUnauthorized: true,
    ...secureContext(tls, url, network),
    ...(network.serverName !== undefined && { servername: network.serverName }),
  };
  const agent = new https.Agent({ ...options, ...trust });
  if (proxy !== undefined) {
    Object.assign(agent, {
      createConnection: (
        to: { host?: string; port?: number | string; servername?: string },
        done: (error: Error | null, socket?: unknown) => void,
      ) => {
        openTunnel(proxy, to, trust).then(
          (socket) => done(null, socket),
          (error) => done(error),
        );
      },
    });
  }
  return agent;
}

/** The TLS options with the authorities of these files, in addition to Node's own, and with the client's certificate. */
function secureContext(
  tls: typeof import('node:tls'),
  url: URL,
  network: Network,
): { secureContext?: SecureContext } {
  const { extraCaFile, moreCaFiles = [], clientCertificate } = network;
  const paths = [...(extraCaFile === undefined ? [] : [extraCaFile]), ...moreCaFiles];
  if (paths.length === 0 && clientCertificate === undefined) return {};
  const ca = paths.map((path) => authoritiesIn(path, url, path === extraCaFile));
  try {
    return {
      secureContext: tls.createSecureContext({
        ...(ca.length > 0 && { ca: [...tls.rootCertificates, ...ca] }),
        ...(clientCertificate && {
          cert: readFileSync(clientCertificate.certificate),
          key: readFileSync(clientCertificate.key),
        }),
      }),
    };
  } catch (cause) {
    // The reason may quote the key.
    throw new NetworkError('BAD_CLIENT_CERTIFICATE', {
      url,
      detail: `the client certificate in ${clientCertificate?.certificate} cannot be used`,
      hint: 'the certificate and its key must be readable PEM files and belong together; the key has no passphrase',
      ...(clientCertificate === undefined && { cause }),
    });
  }
}

function authoritiesIn(path: string, url: URL, fromEnvironment: boolean): string {
  try {
    const pem = readFileSync(path, 'utf8');
    // Without this check, an empty or damaged file would cause an unexplained TLS failure later.
    if (decodePemBundle('CERTIFICATE', pem).length === 0) throw new Error('no certificate in it');
    return pem;
  } catch (cause) {
    throw new NetworkError('BAD_CA_FILE', {
      url,
      detail: `the extra certificate authorities in ${path} cannot be used`,
      hint: `${fromEnvironment ? 'NODE_EXTRA_CA_CERTS' : 'the setting'} must name a readable PEM file`,
      cause,
    });
  }
}
