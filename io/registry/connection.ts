import { type HttpResponse, isLoopback, type Network, NetworkError, request } from '../http/index.js';
import { Authorizations, credentialsRefused, needsSignIn } from './authorize.js';
import type { Credential } from './credentials/index.js';
import { RegistryError } from './error.js';
import type { Limits } from './limits.js';
import { SLOWEST } from './limits.js';
import { checkedLead } from './redirect.js';
import { saidIn, statusError, unexpectedStatus, words } from './status.js';
import type { Turns } from './turns.js';

/** One request of the protocol. */
export interface Ask {
  readonly repository: string;
  /** Below the origin, with its query. */
  readonly path: string;
  readonly accept: string;
  /** The largest body of an answer that is no error. */
  readonly most: number;
}

/** An answer with status 200, or one of {@link OTHERS}. */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** How one registry is reached. */
export interface ConnectionOptions {
  /** For messages: the registry as the person named it. */
  readonly named: string;
  readonly origin: URL;
  readonly allowHttp: boolean;
  /** For the registry itself. */
  readonly network: Network;
  /** For every other host: without the client's certificate and the name of the server. */
  readonly elsewhere: Network;
  readonly limits: Limits;
  readonly turns: Turns;
  /** Counts bytes of the run. @throws RegistryError REGISTRY_TOO_MUCH */
  readonly spend: (place: string, bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
  credentialFor(repository: string): Promise<Credential | undefined>;
}

const REDIRECTS = [301, 302, 303, 307, 308];
/** Statuses that mean something to whoever asked. */
const OTHERS = [400, 404, 405, 406, 410];
const LARGEST_ERROR = 64 * 1024;
const MOST_SIGN_INS = 2;

/** The connection to one registry: it signs in, follows redirects and keeps the limits. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #authorizations: Authorizations;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#authorizations = new Authorizations({ ...options, network: options.elsewhere });
  }

  /** For messages. */
  placeOf(repository: string): string {
    return `${this.#options.named}/${repository}`;
  }

  /** @throws RegistryError, NetworkError */
  ask(asked: Ask): Promise<Answer> {
    return this.#options.turns.take(() => this.#signedIn(asked));
  }

  async #signedIn(asked: Ask): Promise<Answer> {
    const { repository } = asked;
    const { host } = this.#options.origin;
    const place = this.placeOf(repository);
    const authorizations = this.#authorizations;
    const scrub = (text: string) => authorizations.scrub(text);
    let authorization = await authorizations.before(repository);
    for (let signIns = 0; ; signIns++) {
      const answer = await this.#follow(asked, authorization.header, scrub);
      const { status, body, headers } = answer;
      if (status === 401 && signIns < MOST_SIGN_INS) {
        authorization = await authorizations.after(headers['www-authenticate'], repository, authorization);
        continue;
      }
      const said = scrub(words(saidIn(body)));
      const source = status === 401 || status === 403 ? await authorizations.source(repository) : undefined;
      if (status === 401)
        throw source === undefined ? needsSignIn(place, host) : credentialsRefused(place, host, source);
      if (status === 403) throw forbidden(place, host, source, said);
      return answer;
    }
  }

  /** The answer, after redirects. Only the registry itself gets the authorization. */
  async #follow(
    asked: Ask,
    authorization: string | undefined,
    scrub: (text: string) => string,
  ): Promise<Answer> {
    const { origin, allowHttp, limits } = this.#options;
    const place = this.placeOf(asked.repository);
    let url = new URL(asked.path, origin);
    const seen = new Set<string>();
    for (let hops = 0; ; hops++) {
      const answer = await this.#send(
        url,
        asked,
        url.origin === origin.origin ? authorization : undefined,
        scrub,
      );
      if (!REDIRECTS.includes(answer.status)) return answer;
      seen.add(url.href);
      url = checkedLead(answer.headers['location'] ?? '', url, { origin, place, allowHttp });
      if (hops >= limits.redirects || seen.has(url.href))
        throw new RegistryError(
          'REGISTRY_ENDLESS',
          place,
          seen.has(url.href) ? 'its redirects lead in a circle' : `more than ${limits.redirects} redirects`,
          'ask who runs the registry',
        );
    }
  }

  async #send(
    url: URL,
    { repository, accept, most }: Ask,
    authorization: string | undefined,
    scrub: (text: string) => string,
  ): Promise<Answer> {
    const { origin, network, elsewhere, limits, signal, spend } = this.#options;
    const place = this.placeOf(repository);
    // What a manifest may have comes in the usual time.
    const extra = Math.ceil(Math.max(0, most - limits.manifest) / SLOWEST);
    let answer: HttpResponse;
    try {
      answer = await request({
        url,
        plainHttp: true,
        network: url.host === origin.host ? network : elsewhere,
        headers: { accept, ...(authorization !== undefined && { authorization }) },
        maxBytes: Math.max(most, LARGEST_ERROR),
        alsoAccept: [...REDIRECTS, ...OTHERS, 401, 403],
        attempts: limits.attempts,
        timeoutMs: limits.attemptMs + extra,
        deadlineMs: limits.deadlineMs + extra,
        longestPauseMs: limits.longestPauseMs,
        stallMs: limits.stallMs,
        ...(signal && { signal }),
      });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.code === 'STATUS') throw statusError(place, error, scrub);
      if (error.code === 'TOO_LARGE') throw tooLarge(place, most);
      throw error;
    }
    spend(place, answer.body.length);
    const { status, headers, body } = answer;
    if (status >= 200 && status < 300 && status !== 200)
      throw unexpectedStatus(place, status, `the server answered ${status}`);
    if (status === 200 && body.length > most) throw tooLarge(place, most);
    return { url, status, headers, body };
  }
}

function tooLarge(place: string, most: number): RegistryError {
  return new RegistryError(
    'REGISTRY_TOO_MUCH',
    place,
    `an answer of more than ${most} bytes`,
    'check the image: this is more than a manifest or what is attached to an image may have',
  );
}

function forbidden(place: string, host: string, source: string | undefined, said: string): RegistryError {
  const who = source === undefined ? 'without credentials' : `with the credentials from ${source}`;
  return new RegistryError(
    'REGISTRY_FORBIDDEN',
    place,
    `the registry refuses access ${who}${said}`,
    source === undefined
      ? `docker login ${host}, or check the name of the repository`
      : 'ask the owner of the repository for the right to pull',
  );
}

/** Of the ways in which https: can fail, those in which the server does speak TLS: http: is then never tried. */
const SPEAKS_TLS =
  /\((?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL_\w*ALERT)/;

/**
 * Whether a registry that may be reached by http: is: https: is tried first. A server whose certificate is wrong is never asked
 * by http: instead.
 * @throws NetworkError
 */
export async function originOf(
  host: string,
  mayBeHttp: boolean,
  network: Network,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<URL> {
  const secure = new URL(`https://${host}`);
  if (!mayBeHttp) return secure;
  try {
    await request({
      url: new URL('/v2/', secure),
      network,
      attempts: 1,
      timeoutMs: limits.attemptMs,
      ...(isLoopback(secure.hostname) && { connectTimeoutMs: 3_000 }),
      ...(signal && { signal }),
    });
    return secure;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (error.code === 'STATUS' || error.code === 'REDIRECTED' || error.code === 'TOO_LARGE') return secure;
    const other = error.code === 'CONNECT_FAILED' || error.code === 'TIMEOUT' || error.code === 'TLS_FAILED';
    if (other && !SPEAKS_TLS.test(error.detail)) return new URL(`http://${host}`);
    throw error;
  }
}
