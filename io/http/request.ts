import { EncodingError, fromUtf8, parseJson } from '../../core/encoding/index.js';
import { debugNote } from '../debug-log.js';
import { attempt, DEFAULT_TIMEOUT_MS, type RawAnswer } from './attempt.js';
import { NetworkError, publicUrl } from './error.js';
import { type Network, networkFromEnvironment } from './network.js';
import { type HttpRequest, type HttpResponse, isRepeatable } from './types.js';
import { checkedUrl } from './url.js';

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const WORTH_REPEATING = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Sends one request within its limits. Returns an answer whose status is 2xx or in `alsoAccept`. A GET follows
 * redirects within its own origin; every other redirect is an error. A repeatable request is tried again after a
 * pause. The pause doubles each time, or is what the server asked for, up to `longestPauseMs`.
 * @throws NetworkError
 */
export async function request(asked: HttpRequest): Promise<HttpResponse> {
  const url = checkedUrl(asked.url, asked);
  const network = asked.network ?? networkFromEnvironment(process.env);
  const attempts = isRepeatable(asked) ? (asked.attempts ?? ATTEMPTS) : 1;
  const end = asked.deadlineMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + asked.deadlineMs;
  for (let made = 1; ; made++) {
    try {
      return response(url, await follow(url, asked, (at) => noted(at, withinTime(asked, end), network)));
    } catch (error) {
      const pause = pauseBefore(error, made, asked.longestPauseMs);
      if (made >= attempts || pause === undefined || asked.signal?.aborted) throw error;
      if (Date.now() + pause >= end) throw error;
      await sleep(pause, asked.signal);
    }
  }
}

/** The request, whose attempt ends with the time for all of them. */
function withinTime(asked: HttpRequest, end: number): HttpRequest {
  if (end === Number.POSITIVE_INFINITY) return asked;
  const left = Math.max(1, end - Date.now());
  return { ...asked, timeoutMs: Math.min(asked.timeoutMs ?? DEFAULT_TIMEOUT_MS, left) };
}

/** One attempt, with a note in the debug log. The note never contains a query, a header or a body. */
async function noted(url: URL, asked: HttpRequest, network: Network): Promise<RawAnswer> {
  const what = `http ${asked.method ?? 'GET'} ${publicUrl(url)}`;
  try {
    const answer = await attempt(url, asked, network);
    debugNote(`${what} ${answer.status}, ${answer.body.length} bytes`);
    return answer;
  } catch (error) {
    debugNote(`${what} ${error instanceof NetworkError ? error.code : 'failed'}`);
    throw error;
  }
}

async function follow(
  start: URL,
  asked: HttpRequest,
  ask: (url: URL) => Promise<RawAnswer>,
): Promise<RawAnswer> {
  let url = start;
  for (let hops = 0; ; hops++) {
    const answer = await ask(url);
    const { status } = answer;
    if ((status >= 200 && status < 300) || asked.alsoAccept?.includes(status)) return answer;
    if (!REDIRECTS.has(status)) throw refusal(url, answer);
    url = redirectTarget(url, answer, hops, asked);
  }
}

function redirectTarget(url: URL, answer: RawAnswer, hops: number, asked: HttpRequest): URL {
  const location = answer.headers['location'] ?? '';
  const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
  if ((asked.method ?? 'GET') === 'GET' && hops < MAX_REDIRECTS && next?.origin === url.origin)
    return checkedUrl(next, asked);
  throw new NetworkError('REDIRECTED', {
    url,
    detail: `redirected to ${next ? next.origin : 'nowhere'}, which is not followed`,
    status: answer.status,
    hint: 'if the service has moved, change its URL in the configuration',
  });
}

/**
 * Milliseconds to wait before the next attempt; undefined if another attempt cannot help or the pause would be too
 * long.
 */
function pauseBefore(error: unknown, made: number, longest = LONGEST_PAUSE_MS): number | undefined {
  if (!(error instanceof NetworkError)) return undefined;
  const passing =
    error.code === 'STATUS'
      ? WORTH_REPEATING.has(error.status ?? 0)
      : error.code === 'CONNECT_FAILED' && !isFinal(error);
  if (!passing) return undefined;
  const pause = error.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (made - 1) * (0.75 + Math.random() / 2);
  return pause <= longest ? pause : undefined;
}

/** A host name that does not exist will not exist half a second later either. */
function isFinal(error: NetworkError): boolean {
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOTFOUND';
}

function refusal(url: URL, { status, headers, body }: RawAnswer): NetworkError {
  const said = serverMessage(body, headers['content-type'] ?? '');
  return new NetworkError('STATUS', {
    url,
    detail: `the server answered ${status}${said ? `: ${said}` : ''}`,
    status,
    retryAfterMs: retryAfter(headers['retry-after']),
  });
}

/** The `message` or `error_description` of a JSON error, else the whole text; '' for a web page. */
function serverMessage(body: Uint8Array, contentType: string): string {
  const text = Buffer.from(body.subarray(0, 16_384)).toString('utf8').trim();
  if (/html/i.test(contentType) || text.startsWith('<')) return '';
  try {
    const json = JSON.parse(text) as Record<string, unknown> | null;
    const message = json?.['message'] ?? json?.['error_description'] ?? json?.['error'];
    return typeof message === 'string' ? message : text;
  } catch {
    return text;
  }
}

function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function response(url: URL, { status, headers, body }: RawAnswer): HttpResponse {
  const malformed = (cause: unknown) =>
    new NetworkError('MALFORMED', {
      url,
      detail: cause instanceof EncodingError ? `the answer is ${cause.message}` : 'the answer is malformed',
      status,
      cause,
    });
  const text = () => {
    try {
      return fromUtf8(body);
    } catch (cause) {
      throw malformed(cause);
    }
  };
  const json = () => {
    try {
      return parseJson(text());
    } catch (cause) {
      throw cause instanceof NetworkError ? cause : malformed(cause);
    }
  };
  return { status, headers, body, text, json };
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
