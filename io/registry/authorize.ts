import type { Network } from '../http/index.js';
import { NetworkError } from '../http/index.js';
import { type Challenge, parseChallenges } from './challenge.js';
import type { Credential } from './credentials/index.js';
import { RegistryError } from './error.js';
import type { Limits } from './limits.js';
import type { Lead } from './redirect.js';
import { statusError } from './status.js';
import { askForToken, basic, checkSafe, unusable } from './token.js';

/** What is sent to a registry, and what became of the person's credentials. */
export interface Authorization {
  /** The header; undefined: nothing is sent. */
  readonly header: string | undefined;
  /** The source of credentials that the token server refused, after which a token for anybody was asked for. */
  readonly refused?: string;
}

/** How one registry is signed in to. */
export interface SignIn extends Omit<Lead, 'place'> {
  /** For messages: the registry as the person named it. */
  readonly named: string;
  readonly network: Network;
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
  /** The person's credentials for a repository. */
  credentialFor(repository: string): Promise<Credential | undefined>;
}

/**
 * The authorizations for one registry, in memory only, one for each repository. They are asked for once, whatever the number of
 * requests that wait for them.
 */
export class Authorizations {
  readonly #signIn: SignIn;
  readonly #current = new Map<string, Promise<Authorization>>();
  readonly #secrets = new Set<string>();
  #challenge: Challenge | undefined;

  constructor(signIn: SignIn) {
    this.#signIn = signIn;
  }

  /** What to send before the registry has asked for anything: nothing, unless it asked before. */
  async before(repository: string): Promise<Authorization> {
    return this.#challenge ? this.#get(repository, this.#challenge) : { header: undefined };
  }

  /**
   * What to send after the registry answered 401 to `sent`.
   * @throws RegistryError if there is nothing else to send
   */
  async after(header: string | undefined, repository: string, sent: Authorization): Promise<Authorization> {
    const challenge = chosen(parseChallenges(header ?? ''));
    if (challenge === undefined) throw unusable(this.#place(repository), 'does not say which one');
    const current = this.#current.get(repository);
    // Another request may have got a new one meanwhile.
    if (current && (await current).header !== sent.header) return current;
    this.#current.delete(repository);
    this.#challenge = challenge;
    return this.#get(repository, challenge);
  }

  /** The text without what is secret here: a server may repeat what it was sent. */
  scrub(text: string): string {
    return [...this.#secrets].reduce((rest, secret) => rest.replaceAll(secret, '<redacted>'), text);
  }

  /** The source of the person's credentials for a repository; undefined if there are none. */
  async source(repository: string): Promise<string | undefined> {
    return (await this.#signIn.credentialFor(repository))?.source;
  }

  #get(repository: string, challenge: Challenge): Promise<Authorization> {
    let current = this.#current.get(repository);
    if (current === undefined) {
      current = this.#make(repository, challenge);
      this.#current.set(repository, current);
      // The next request tries again.
      current.catch(() => this.#current.delete(repository));
    }
    return current;
  }

  async #make(repository: string, challenge: Challenge): Promise<Authorization> {
    const { origin, allowHttp } = this.#signIn;
    const place = this.#place(repository);
    const credential = await this.#signIn.credentialFor(repository);
    if (credential) {
      this.#keepSecret(credential);
      checkSafe(origin, place, allowHttp);
    }
    if (credential?.kind === 'registry-token') return { header: `Bearer ${credential.token}` };
    if (challenge.scheme === 'basic') {
      if (credential === undefined) throw needsSignIn(place, origin.host);
      if (credential.kind === 'basic') return { header: basic(credential) };
      throw unusable(place, `the credentials from ${credential.source} are a token, and it wants a password`);
    }
    const token = await this.#token(repository, challenge, credential);
    if (token !== undefined) return { header: `Bearer ${token}` };
    // What is public can be read even where the credentials have expired.
    const anybody = credential && (await this.#token(repository, challenge, undefined));
    if (credential && anybody !== undefined)
      return { header: `Bearer ${anybody}`, refused: credential.source };
    throw credential
      ? credentialsRefused(place, origin.host, credential.source)
      : needsSignIn(place, origin.host);
  }

  async #token(
    repository: string,
    challenge: Challenge,
    credential: Credential | undefined,
  ): Promise<string | undefined> {
    const place = this.#place(repository);
    try {
      const token = await askForToken({ ...this.#signIn, place, challenge, repository, credential });
      if (token !== undefined) this.#secrets.add(token);
      return token;
    } catch (error) {
      if (error instanceof NetworkError && error.code === 'STATUS')
        throw statusError(place, error, (text) => this.scrub(text));
      throw error;
    }
  }

  #place(repository: string): string {
    return `${this.#signIn.named}/${repository}`;
  }

  #keepSecret(credential: Credential): void {
    const secrets =
      credential.kind === 'basic' ? [credential.password, basic(credential).slice(6)] : [credential.token];
    for (const secret of secrets) if (secret !== '') this.#secrets.add(secret);
  }
}

/** Nothing is known that could be sent. */
export function needsSignIn(place: string, host: string): RegistryError {
  return new RegistryError(
    'REGISTRY_NEEDS_SIGN_IN',
    place,
    'the registry wants credentials, and none are stored for it',
    `docker login ${host}, or use --registry-username; the name may also be wrong: some registries hide that so`,
  );
}

/** What was sent is not accepted. */
export function credentialsRefused(place: string, host: string, source: string): RegistryError {
  return new RegistryError(
    'REGISTRY_CREDENTIALS_REFUSED',
    place,
    `the registry does not accept the credentials from ${source}`,
    `log in again: docker login ${host}`,
  );
}

function chosen(challenges: readonly Challenge[]): Challenge | undefined {
  return ['bearer', 'basic'].flatMap((scheme) => challenges.filter((one) => one.scheme === scheme))[0];
}
