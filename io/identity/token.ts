/** Where a token came from, for people. */
export type TokenSource =
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'github-actions' }
  | { readonly kind: 'browser'; readonly issuer: string };

/** What a token claims; nothing of it is verified here (Fulcio does). Times are Unix seconds. */
export interface TokenClaims {
  readonly issuer: string;
  /** What Fulcio signs for and what the proof of possession covers: `email` where present, else `sub`. */
  readonly subject: string;
  readonly email?: string;
  readonly audience: readonly string[];
  readonly expiresAt: number;
  readonly issuedAt?: number;
}

/** An identity token. It never shows its text by accident: inspecting, printing or serialising it gives its claims only. */
export class IdentityToken {
  readonly claims: TokenClaims;
  readonly source: TokenSource;
  readonly #text: string;

  constructor(text: string, claims: TokenClaims, source: TokenSource) {
    this.#text = text;
    this.claims = claims;
    this.source = source;
  }

  /** The token itself: for the request to Fulcio and nothing else. */
  reveal(): string {
    return this.#text;
  }
}
