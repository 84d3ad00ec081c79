import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IdentityError } from '../error.js';
import { page } from './page.js';

/** Where the browser comes back to. */
export interface CallbackListener {
  readonly redirectUrl: string;
  /** The URL the issuer sent the browser to. @throws IdentityError SIGN_IN_TIMEOUT, SIGN_IN_ABORTED */
  wait(timeoutMs: number, signal?: AbortSignal): Promise<URL>;
  /** Shows the waiting browser that it worked, or that it did not. */
  succeed(): void;
  fail(): void;
  close(): Promise<void>;
}

const PATH = '/auth/callback';

/**
 * Listens on 127.0.0.1 for the one callback with our state, on a free port or where `redirectUrl` says. Other paths, other
 * methods, another host name (DNS rebinding), a wrong state and a second callback are refused and change nothing. The
 * browser waits for its page until the sign-in has really succeeded.
 * @throws IdentityError SIGN_IN_REJECTED when the port or the redirect URL cannot be used
 */
export async function listenForCallback(
  redirectUrl: string | undefined,
  state: string,
  options: { readonly autocloseMs: number | undefined },
): Promise<CallbackListener> {
  const wanted = loopbackUrl(redirectUrl);
  let browser: ServerResponse | undefined;
  let arrived: (url: URL) => void = () => {};
  const callback = new Promise<URL>((resolve) => {
    arrived = resolve;
  });
  const server = createServer((request, response) => {
    const url = callbackUrl(request, base);
    const refusal = browser
      ? [409, 'This sign-in is already under way.']
      : url?.pathname !== base.pathname || request.method !== 'GET' || !isOurHost(request, base)
        ? [404, 'Nothing is here.']
        : url.searchParams.get('state') !== state
          ? [400, 'This answer does not belong to the sign-in that is waiting.']
          : undefined;
    if (refusal || !url) {
      response
        .writeHead(Number(refusal?.[0] ?? 404), HEADERS)
        .end(page('Sign-in refused', String(refusal?.[1]), undefined));
      return;
    }
    browser = response;
    arrived(url);
  });
  await listening(server, wanted);
  const base = new URL(wanted);
  base.port = String((server.address() as AddressInfo).port);
  const finish = (status: number, title: string, text: string, autocloseMs?: number) => {
    if (browser && !browser.writableEnded)
      browser.writeHead(status, HEADERS).end(page(title, text, autocloseMs));
  };
  return {
    redirectUrl: base.href,
    wait: (timeoutMs, signal) => waitFor(callback, timeoutMs, signal),
    succeed: () =>
      finish(200, 'Signed in', 'You can close this page and go back to your work.', options.autocloseMs),
    fail: () => finish(400, 'Sign-in failed', 'The reason is shown where you started the sign-in.'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 500).unref();
      }),
  };
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
  connection: 'close',
};

function loopbackUrl(text: string | undefined): URL {
  const url = URL.canParse(text ?? '') ? new URL(text ?? '') : new URL(`http://localhost${PATH}`);
  const usable =
    text === undefined || (URL.canParse(text) && url.protocol === 'http:' && HOSTS.includes(url.hostname));
  if (!usable) {
    throw new IdentityError(
      'SIGN_IN_REJECTED',
      'the redirect URL of the configuration is not an http: URL on this machine',
      'use http://localhost:PORT/auth/callback, or unset redirectURL',
    );
  }
  return url;
}

const HOSTS = ['localhost', '127.0.0.1', '[::1]'];

function listening(server: ReturnType<typeof createServer>, url: URL): Promise<void> {
  const host = url.hostname === '[::1]' ? '::1' : '127.0.0.1';
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const message = `the sign-in cannot listen on port ${url.port || 'of its own'} (${error.code ?? 'no reason given'})`;
      reject(new IdentityError('SIGN_IN_REJECTED', message, 'unset redirectURL, or free the port'));
    });
    server.listen(Number(url.port || 0), host, resolve);
  });
}

function callbackUrl(request: IncomingMessage, base: URL): URL | undefined {
  const target = request.url ?? '';
  return target.startsWith('/') && URL.canParse(base.origin + target)
    ? new URL(base.origin + target)
    : undefined;
}

function isOurHost(request: IncomingMessage, base: URL): boolean {
  return HOSTS.some(
    (host) =>
      request.headers.host === `${host}:${base.port}` || (base.port === '' && request.headers.host === host),
  );
}

function waitFor(callback: Promise<URL>, timeoutMs: number, signal: AbortSignal | undefined): Promise<URL> {
  return new Promise((resolve, reject) => {
    const stop = (error: IdentityError) => {
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(
      () =>
        stop(
          new IdentityError('SIGN_IN_TIMEOUT', `nobody signed in within ${timeoutMs / 1000} s`, 'try again'),
        ),
      timeoutMs,
    );
    const abort = () => stop(new IdentityError('SIGN_IN_ABORTED', 'the sign-in was given up'));
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    callback.then((url) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      resolve(url);
    });
  });
}
