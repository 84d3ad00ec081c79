import { isObject } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import { IdentityError } from './error.js';
import { IdentityToken, type TokenClaims, type TokenSource } from './token.js';

const MAX_LENGTH = 32_768;
const SIGN_IN_AGAIN = 'get a fresh token: run the job step again, or sign in again';

/** What a token must match before it is sent anywhere. `now` is Unix seconds. */
export interface TokenExpectation {
  readonly audience: string;
  readonly now: number;
}

/**
 * The token in `text`. Its form, audience and expiry are checked, and that the issuer verified its e-mail address
 * (RFC 7519, OpenID Connect Core section 5.1). The signature is not checked here; Fulcio does that. Errors never
 * quote the token.
 * @throws IdentityError TOKEN_*
 */
export function parseToken(text: string, source: TokenSource, expected: TokenExpectation): IdentityToken {
  const token = text.trim();
  const claims = readClaims(payloadOf(token));
  if (!claims.audience.includes(expected.audience)) {
    throw new IdentityError(
      'TOKEN_WRONG_AUDIENCE',
      harmless(
        `the identity token has the audience "${claims.audience.join('", "').slice(0, 200)}", not "${expected.audience}"`,
      ),
      `ask the issuer for a token with the audience "${expected.audience}"`,
    );
  }
  if (claims.expiresAt <= expected.now) throw expired(claims, expected.now);
  return new IdentityToken(token, claims, source);
}

function payloadOf(token: string): Record<string, unknown> {
  if (token.length > MAX_LENGTH) throw malformed(`is longer than ${MAX_LENGTH} characters`);
  const parts = token.split('.');
  const wellFormed = parts.length === 3 && parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part));
  if (!wellFormed) throw malformed('is not a signed JWT');
  try {
    const payload: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    if (isObject(payload)) return payload;
  } catch {
    // the error below is the same as for JSON that is not an object
  }
  throw malformed('has no readable claims');
}

function readClaims(payload: Record<string, unknown>): TokenClaims {
  const { iss, sub, email, email_verified: verified, aud, exp, iat } = payload;
  const audience =
    typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud.filter((one) => typeof one === 'string') : [];
  if (typeof iss !== 'string' || typeof exp !== 'number')
    throw malformed('lacks an issuer or an expiry time');
  const address = typeof email === 'string' && email !== '' ? email : undefined;
  if (address !== undefined && verified !== true && verified !== 'true') {
    throw new IdentityError(
      'TOKEN_EMAIL_NOT_VERIFIED',
      'the issuer has not verified the e-mail address in the identity token',
      'verify the address with your identity provider, then sign in again',
    );
  }
  const subject = address ?? (typeof sub === 'string' ? sub : '');
  if (subject === '')
    throw new IdentityError('TOKEN_NO_SUBJECT', 'the identity token names nobody (no email, no sub)');
  return {
    issuer: iss,
    subject,
    audience,
    expiresAt: exp,
    ...(address !== undefined && { email: address }),
    ...(typeof iat === 'number' && { issuedAt: iat }),
  };
}

function malformed(what: string): IdentityError {
  return new IdentityError(
    'TOKEN_MALFORMED',
    `the identity token ${what}`,
    'check where the token comes from',
  );
}

function expired({ expiresAt }: TokenClaims, now: number): IdentityError {
  const age = Math.round(now - expiresAt);
  const words =
    age < 120 ? `${age} s` : age < 7200 ? `${Math.round(age / 60)} min` : `${Math.round(age / 3600)} h`;
  return new IdentityError(
    'TOKEN_EXPIRED',
    `the identity token expired ${words} ago`,
    age < 3600 ? SIGN_IN_AGAIN : `${SIGN_IN_AGAIN}; if it is fresh, this machine's clock is wrong`,
  );
}
