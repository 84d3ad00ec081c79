import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { IdentityError } from '../error.js';
import { judgeRequest, type Refusal } from './callback-request.js';
import { aborted } from './failure.js';
import { LOOPBACK_HOSTS, listenOnLoopback } from './loopback.js';
import { page } from './page.js';
import { isOurs, peerUser } from './peer-user.js';

/** Where the browser starts, and where it returns. */
export interface CallbackListener {
  readonly redirectUrl: string;
  /**
   * An address on this machine that leads to `target`, once. It may be seen: other users can read the command line of every program.
   */
  startAt(target: URL): string;
  /**
   * The URL to which the issuer sent the browser.
   * @throws IdentityError SIGN_IN_TIMEOUT, SIGN_IN_ABORTED, SIGN_IN_OPENED_TWICE
   */
  wait(timeoutMs: number, signal?: AbortSignal): Promise<URL>;
  /** Shows in the waiting browser that the sign-in succeeded. @throws IdentityError SIGN_IN_OPENED_TWICE */
  succeed(): void;
  /** Shows there that it failed. */
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
 * Listens on loopback for one browser: it gets to the issuer from the start page, once, and comes back with our state. A second
 * request for the start page ends the sign-in, because then somebody else knows its address, and may have been first. Every other
 * request, a second callback, and what another user of this machine asks (where that can be told), is refused, reported and has no
 * effect. The browser gets its last page only when the sign-in has
 * really succeeded or failed.
 * @param redirectUrl a fixed address to return to; by default a free port
 * @throws IdentityError SIGN_IN_REJECTED if the port or the redirect URL cannot be used
 */
export async function listenForCallback(
  redirectUrl: string | undefined,
  state: string,
  options: ListenerOptions,
): Promise<CallbackListener> {
  const base = loopbackUrl(redirectUrl);
  const startPath = `/${randomBytes(24).toString('base64url')}`;
  let target: URL | undefined;
  let isStarted = false;
  let twice: IdentityError | undefined;
  let browser: ServerResponse | undefined;
  let told = 0;
  let lastRefused: string | undefined;
  let arrived: (url: URL) => void = () => {};
  let stop: (error: IdentityError) => void = () => {};
  const callback = new Promise<URL>((resolve, reject) => {
    [arrived, stop] = [resolve, reject];
  });
  callback.catch(() => undefined); // whoever waits gets it
  const refuse = (response: ServerResponse, { status, text, name }: Refusal) => {
    if (name !== undefined) {
      lastRefused = name;
      if (told++ < MOST_TOLD) options.onRefused?.(name);
    }
    response.writeHead(status, HEADERS).end(page('Sign-in refused', text, undefined));
  };
  const start = (response: ServerResponse) => {
    if (!target) return refuse(response, { status: 404, text: 'Nothing is here.' });
    if (isStarted) {
      twice ??= openedTwice();
      stop(twice);
      return refuse(response, OPENED);
    }
    isStarted = true;
    response.writeHead(302, { ...HEADERS, location: target.href }).end();
  };
  const { port, servers } = await listenOnLoopback(base, (request, response) => {
    const judged = judgeRequest(request, { base, startPath, state });
    const isKnown = judged === 'start' || judged instanceof URL;
    if (isKnown && !isOurs(peerUser(request.socket), process.env)) return refuse(response, STRANGER);
    if (judged === 'start') return start(response);
    if (!(judged instanceof URL)) return refuse(response, judged);
    if (browser) return refuse(response, SECOND);
    browser = response;
    arrived(judged);
  });
  base.port = String(port);
  const finish = (status: number, title: string, text: string, autocloseMs?: number) => {
    if (browser && !browser.writableEnded)
      browser.writeHead(status, HEADERS).end(page(title, text, autocloseMs));
  };
  return {
    redirectUrl: base.href,
    startAt: (where) => {
      target = where;
      return base.origin + startPath;
    },
    wait: (timeoutMs, signal) => waitFor(callback, timeoutMs, signal, () => lastRefused),
    succeed: () => {
      if (twice) throw twice;
      finish(200, 'Signed in', 'You can close this page and go back to your work.', options.autocloseMs);
    },
    fail: () => finish(400, 'Sign-in failed', 'The reason is shown where you started the sign-in.'),
    close: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeIdleConnections();
              setTimeout(() => server.closeAllConnections(), 500).unref();
            }),
        ),
      );
    },
  };
}

function openedTwice(): IdentityError {
  return new IdentityError(
    'SIGN_IN_OPENED_TWICE',
    'the sign-in was stopped: its page was opened twice, and only you should know its address; somebody else on this machine may have tried to sign in for you',
    'sign in again, and open the page once; if you did so, ask who else uses this machine, or sign in with a code (waxseal.tokenProvider=device)',
  );
}

const OPENED: Refusal = {
  status: 409,
  text: 'This page was opened before. The sign-in was stopped: start it again.',
  name: 'a second request for the sign-in page',
};

const STRANGER: Refusal = {
  status: 403,
  text: 'This sign-in belongs to another user of this machine.',
  name: 'a request that another user of this machine made',
};

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

function waitFor(
  callback: Promise<URL>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  refused: () => string | undefined,
): Promise<URL> {
  return new Promise((resolve, reject) => {
    const stop = (error: unknown) => {
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
    }, stop);
  });
}
