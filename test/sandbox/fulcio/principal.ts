import { createPublicKey, verify } from 'node:crypto';
import { isObject } from '../../../core/encoding/index.js';
import type { SandboxContext } from '../context.js';
import { invalid, MESSAGE } from './error.js';
import { type Identity, identityOf } from './identity.js';

const AUDIENCE = 'sigstore';
/** How far in the future `nbf` may lie: go-oidc's leeway. */
const NOT_BEFORE_LEEWAY = 300;

/**
 * Who the bearer of an identity token is, after these were checked: signature (RS256 by the issuer's key), issuer, audience and
 * times.
 * @throws FulcioError with the same text for every error, as the real Fulcio does
 */
export function authenticate(token: string, context: SandboxContext): Identity {
  const claims = verifiedClaims(token, context);
  const issuer = issuerKind(claims['iss'], context);
  const now = context.clock();
  const audiences = Array.isArray(claims['aud']) ? claims['aud'] : [claims['aud']];
  const { exp, nbf } = claims;
  const timely = typeof exp === 'number' && now < exp && inForce(nbf, now);
  const identity = issuer && timely && audiences.includes(AUDIENCE) ? identityOf(issuer, claims) : undefined;
  if (!identity) throw invalid(MESSAGE.token);
  return identity;
}

function inForce(notBefore: unknown, now: number): boolean {
  return notBefore === undefined || (typeof notBefore === 'number' && now + NOT_BEFORE_LEEWAY >= notBefore);
}

function issuerKind(
  issuer: unknown,
  { urls }: SandboxContext,
): 'email' | 'workflow' | 'username' | undefined {
  if (issuer === urls.oidc) return 'email';
  if (issuer === urls.oidcWorkflow) return 'workflow';
  return issuer === urls.oidcUsername ? 'username' : undefined;
}

function verifiedClaims(token: string, { keys }: SandboxContext): Record<string, unknown> {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  const decoded = (part: string): unknown => {
    try {
      return JSON.parse(Buffer.from(part, 'base64url').toString());
    } catch {
      throw invalid(MESSAGE.token);
    }
  };
  const { alg } = (decoded(header) ?? {}) as Record<string, unknown>;
  const claims = decoded(payload);
  const signed = Buffer.from(`${header}.${payload}`);
  const sound =
    rest.length === 0 &&
    alg === 'RS256' &&
    verify('sha256', signed, createPublicKey(keys.oidc), Buffer.from(signature, 'base64url'));
  if (!sound || !isObject(claims)) throw invalid(MESSAGE.token);
  return claims;
}
