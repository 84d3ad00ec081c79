import { inspect } from 'node:util';

/** Where a token came from, for people. */
export type TokenSource =
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'github-actions' }
  | { readonly kind: 'provider'; readonly name: ProviderName }
  | { readonly kind: 'browser' | 'device'; readonly issuer: string };

/** The ambient providers that are services, by cosign's names for them. */
export type ProviderName =
  | 'buildkite-agent'
  | 'circleci'
  | 'google-workload-identity'
  | 'google-impersonate'
  | 'spiffe';

/** What a token claims; nothing of it is verified here (Fulcio does). Times are Unix seconds. */
export interface TokenClaims {
  readonly issuer: string;
  /** What the proof of possession covers: `email` where present, else `sub` (sigstore pkg/oauthflow SubjectFromToken). */
  readonly subject: string;
  readonly email?: string;
  readonly audience: readonly string[];
  readonly expiresAt: number;
  readonly issuedAt?: number;
}

/** An identity token. Inspecting, printing or serialising it gives its claims and never its text. */
export class IdentityToken {
  readonly #text: string;

  constructor(
    text: string,
    readonly claims: TokenClaims,
    readonly source: TokenSource,
  ) {
    this.#text = text;
  }

  /** The token itself: for the request to Fulcio and nothing else. */
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
