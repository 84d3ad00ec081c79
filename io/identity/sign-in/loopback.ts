import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IdentityError } from '../error.js';

/** The addresses behind each host name that a redirect URL on this machine may have. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1', '::1'],
  '127.0.0.1': ['127.0.0.1'],
  '[::1]': ['::1'],
};

/** The host names that a redirect URL on this machine may have. */
export const LOOPBACK_HOSTS = Object.keys(ADDRESSES);

const MOST_PORTS = 20;
/** This machine does not have this family of addresses. */
const NO_SUCH_FAMILY = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** Servers that listen on one port of this machine. */
export interface Loopback {
  readonly port: number;
  readonly servers: readonly Server[];
}

/**
 * Listens at every address that the host name of `url` stands for, on one port: on that of `url`, or else on a free one. Otherwise
 * another user could take the other address, and the browser, which chooses one of them, would bring its answer there (RFC 8252
 * section 8.3). A family of addresses that this machine does not have is left out.
 * @throws IdentityError SIGN_IN_REJECTED if no port can be used
 */
export async function listenOnLoopback(url: URL, answer: RequestListener): Promise<Loopback> {
  const wanted = Number(url.port || 0);
  for (let attempt = 1; ; attempt++) {
    try {
      return await listenOnce(ADDRESSES[url.hostname] ?? [], wanted, answer);
    } catch (error) {
      const code = codeOf(error);
      if (wanted === 0 && code === 'EADDRINUSE' && attempt < MOST_PORTS) continue;
      throw new IdentityError(
        'SIGN_IN_REJECTED',
        `the sign-in cannot listen on port ${url.port || 'of its own'} (${code ?? 'no reason given'})`,
        'unset redirectURL, or free the port at 127.0.0.1 and [::1]',
        error,
      );
    }
  }
}

async function listenOnce(
  addresses: readonly string[],
  wanted: number,
  answer: RequestListener,
): Promise<Loopback> {
  const servers: Server[] = [];
  let port = wanted;
  let missing: unknown;
  try {
    for (const address of addresses) {
      const server = createServer(answer);
      try {
        await listening(server, address, port);
      } catch (error) {
        if (!NO_SUCH_FAMILY.includes(codeOf(error) ?? '')) throw error;
        missing = error;
        continue;
      }
      servers.push(server);
      port = (server.address() as AddressInfo).port;
    }
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
  if (servers.length === 0) throw missing;
  return { port, servers };
}

function listening(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
