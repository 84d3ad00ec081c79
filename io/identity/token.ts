import { inspect } from 'node:util';

/** Where a token came from, as text for people. */
export type TokenSource =
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'github-actions' }
  | { readonly kind: 'provider'; readonly name: ProviderName }
  | { readonly kind: 'browser' | 'device'; readonly issuer: string };

/** The ambient providers that are services, with the names that cosign uses. */
export type ProviderName =
  | 'buildkite-agent'
  | 'circleci'
  | 'google-workload-identity'
  | 'google-impersonate'
  | 'spiffe';

/** The claims of a token. They are not verified here; Fulcio does that. Times are Unix seconds. */
export interface TokenClaims {
  readonly issuer: string;
  /**
   * The value that the proof of possession signs: `email` if present, else `sub` (sigstore pkg/oauthflow
   * SubjectFromToken).
   */
  readonly subject: string;
  readonly email?: string;
  readonly audience: readonly string[];
  readonly expiresAt: number;
  readonly issuedAt?: number;
}

/** An identity token. Inspecting, printing or serialising it shows its claims, never its text. */
export class IdentityToken {
  readonly #text: string;

  constructor(
    text: string,
    readonly claims: TokenClaims,
    readonly source: TokenSource,
  ) {
    this.#text = text;
  }

  /** The text of the token. Only for the request to Fulcio. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '<identity token>';
  }

  toJSON(): object {
    return { claims: this.claims, source: this.source, token: '<redacted>' };
  }

  [inspect.custom](): string {
    return `IdentityToken ${JSON.stringify(this)}`;
  }
}
