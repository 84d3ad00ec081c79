import type { SandboxContext } from '../context.js';
import type { HostileToken } from '../faults.js';
import { issuerUrl } from './oidc.js';
import { type Claims, type IssuerKind, signToken, tokenClaims } from './token.js';

/** The token to make. The defaults are: dev@sandbox.test from the e-mail issuer, valid for an hour. */
export interface TokenRequest {
  /** `email` by default. */
  readonly kind?: IssuerKind;
  readonly email?: string;
  readonly sub?: string;
  readonly aud?: string;
  /** Seconds; negative for a token that has expired. */
  readonly ttl?: number;
  /** Overrides everything; `undefined` removes a claim. */
  readonly claims?: Claims;
  readonly hostile?: HostileToken;
}

/** An identity token like those of the sandbox's issuers. */
export function mintToken(context: SandboxContext, request: TokenRequest = {}): string {
  const { kind = 'email', email, sub, aud, ttl, claims, hostile } = request;
  const over = {
    ...(email === undefined ? {} : { email }),
    ...(sub === undefined ? {} : { sub }),
    ...(aud === undefined ? {} : { aud }),
    ...claims,
  };
  const all = tokenClaims(kind, issuerUrl(context, kind), context.clock(), ttl, over);
  return signToken(context.keys.oidc, all, hostile);
}
