import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IdentityError } from '../error.js';
import { judgeCallback, LOOPBACK_HOSTS, type Refusal } from './callback-request.js';
import { aborted } from './failure.js';
import { page } from './page.js';

/** The address to which the browser returns. */
export interface CallbackListener {
  readonly redirectUrl: string;
  /** The URL to which the issuer sent the browser. @throws IdentityError SIGN_IN_TIMEOUT, SIGN_IN_ABORTED */
  wait(timeoutMs: number, signal?: AbortSignal): Promise<URL>;
  /** Shows in the waiting browser whether the sign-in succeeded. */
  succeed(): void;
  fail(): void;
  close(): Promise<void>;
}

const PATH = '/auth/callback';

/** What the listener shows and reports. */
export interface ListenerOptions {
  readonly autocloseMs: number | undefined;
  /** Called for a refused request, at most three times. */
  readonly onRefused?: (what: string) => void;
}

const MOST_TOLD = 3;

/**
 * Listens on loopback for the one callback with our state, on a free port or on that of `redirectUrl`. Every other
 * request, and a second callback, is refused, reported and has no effect. Nothing is ever redirected. The browser
 * gets its page only when the sign-in has really succeeded or failed.
 * @throws IdentityError SIGN_IN_REJECTED if the port or the redirect URL cannot be used
 */
export async function listenForCallback(
  redirectUrl: string | undefined,
  state: string,
  options: ListenerOptions,
): Promise<CallbackListener> {
  const wanted = loopbackUrl(redirectUrl);
  let browser: ServerResponse | undefined;
  let told = 0;
  let lastRefused: string | undefined;
  let arrived: (url: URL) => void = () => {};
  const callback = new Promise<URL>((resolve) => {
    arrived = resolve;
  });
  const refuse = (response: ServerResponse, { status, text, name }: Refusal) => {
    if (name !== undefined) {
      lastRefused = name;
      if (told++ < MOST_TOLD) options.onRefused?.(name);
    }
    response.writeHead(status, HEADERS).end(page('Sign-in refused', text, undefined));
  };
  const server = createServer((request, response) => {
    const judged = judgeCallback(request, base, state);
    if (!(judged instanceof URL)) return refuse(response, judged);
    if (browser) return refuse(response, SECOND);
    browser = response;
    arrived(judged);
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
    wait: (timeoutMs, signal) => waitFor(callback, timeoutMs, signal, () => lastRefused),
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

const SECOND: Refusal = {
  status: 409,
  text: 'This sign-in is already under way.',
  name: 'a second callback',
};

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
    text === undefined ||
    (URL.canParse(text) && url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname));
  if (!usable) {
    throw new IdentityError(
      'SIGN_IN_REJECTED',
      'the redirect URL of the configuration is not an http: URL on this machine',
      'use http://localhost:PORT/auth/callback, or unset redirectURL',
    );
  }
  return url;
}

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

function waitFor(
  callback: Promise<URL>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  refused: () => string | undefined,
): Promise<URL> {
  return new Promise((resolve, reject) => {
    const stop = (error: IdentityError) => {
      clearTimeout(timer);
      reject(error);
    };
    const late = () => {
      const meanwhile = refused();
      const also = meanwhile === undefined ? '' : `; refused meanwhile: ${meanwhile}`;
      stop(
        new IdentityError(
          'SIGN_IN_TIMEOUT',
          `nobody signed in within ${timeoutMs / 1000} s${also}`,
          'try again',
        ),
      );
    };
    const timer = setTimeout(late, timeoutMs);
    const abort = () => stop(aborted());
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    callback.then((url) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      resolve(url);
    });
  });
}
