import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { NetworkError } from './error.js';

/** The destination of a tunnel. */
interface Destination {
  readonly host?: string;
  readonly port?: number | string;
  readonly servername?: string;
}

/**
 * A TLS connection to `to` through an HTTP proxy (CONNECT, RFC 9110 section 9.3.6). The certificates of the
 * destination and of an https: proxy are checked with the same authorities.
 * @throws NetworkError PROXY_FAILED, TLS_FAILED
 */
export async function openTunnel(
  proxy: string,
  to: Destination,
  trust: { readonly secureContext?: SecureContext; readonly rejectUnauthorized: boolean },
): Promise<TLSSocket> {
  const via = proxyUrl(proxy);
  const host = to.host ?? '';
  const authority = `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${to.port ?? 443}`;
  const socket = await connectThrough(via, authority, trust);
  const tls = await import('node:tls');
  return new Promise((resolve, reject) => {
    const servername = to.servername || (isAddress(host) ? undefined : host);
    const secure = tls.connect({
      ...trust,
      socket,
      host,
      ...(servername !== undefined && { servername }),
    });
    secure.once('secureConnect', () => {
      secure.off('error', reject);
      // An idle connection must not keep the process alive, and the agent unrefs only the sockets it knows.
      secure.on('free', () => socket.unref());
      socket.unref();
      resolve(secure);
    });
    secure.once('error', reject);
  });
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host);
}

function proxyUrl(proxy: string): URL {
  try {
    const url = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    // the same error as for a scheme that is not supported
  }
  throw new NetworkError('PROXY_FAILED', {
    url: proxy,
    detail: 'the proxy in HTTPS_PROXY is not an http: or https: URL',
    hint: 'set HTTPS_PROXY to http://host:port',
  });
}

async function connectThrough(via: URL, authority: string, trust: object): Promise<Socket> {
  const { request } = via.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const credentials = `${decodeURIComponent(via.username)}:${decodeURIComponent(via.password)}`;
  const authorization = credentials !== ':' && `Basic ${Buffer.from(credentials).toString('base64')}`;
  return new Promise((resolve, reject) => {
    const connect = request({
      ...trust,
      method: 'CONNECT',
      host: via.hostname.replace(/^\[|\]$/g, ''),
      port: via.port || (via.protocol === 'https:' ? 443 : 80),
      path: authority,
      agent: false,
      headers: { host: authority, ...(authorization && { 'proxy-authorization': authorization }) },
    });
    connect.once('connect', (answer, socket: Socket, head: Buffer) => {
      if (answer.statusCode === 200 && head.length === 0) return resolve(socket);
      socket.destroy();
      reject(refused(via, `the proxy answered ${answer.statusCode} to CONNECT`, answer.statusCode));
    });
    connect.once('response', (answer) => {
      answer.destroy();
      reject(refused(via, `the proxy answered ${answer.statusCode} to CONNECT`, answer.statusCode));
    });
    connect.once('error', (error) => reject(refused(via, `the proxy cannot be reached: ${error.message}`)));
    connect.end();
  });
}

function refused(via: URL, detail: string, status?: number): NetworkError {
  const hint =
    status === 407 ? 'put the user name and password into HTTPS_PROXY' : 'check HTTPS_PROXY and NO_PROXY';
  return new NetworkError('PROXY_FAILED', { url: via, detail, status, hint });
}
