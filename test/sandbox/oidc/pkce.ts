import { createHash } from 'node:crypto';
import { type HttpResponse, json } from '../http.js';

/** What a client committed to in its request (RFC 7636 section 4.3). */
export interface Challenge {
  readonly method: string;
  readonly value: string;
}

/** An OAuth error answer (RFC 6749 section 5.2). */
export function oauthError(error: string, description?: string, status = 400): HttpResponse {
  return json(status, { error, ...(description === undefined ? {} : { error_description: description }) });
}

/** The challenge in an authorization request; the method is `plain` by default. */
export function challengeOf(form: URLSearchParams): Challenge {
  return { method: form.get('code_challenge_method') ?? 'plain', value: form.get('code_challenge') ?? '' };
}

/** Undefined when the verifier matches the challenge, else dex's error. */
export function checkVerifier(challenge: Challenge, verifier: string): HttpResponse | undefined {
  if (challenge.value === '')
    return verifier === ''
      ? undefined
      : oauthError('invalid_request', 'No PKCE flow started. Cannot check code_verifier.');
  if (verifier === '') return oauthError('invalid_grant', 'Expecting parameter code_verifier in PKCE flow.');
  const computed =
    challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return computed === challenge.value ? undefined : oauthError('invalid_grant', 'Invalid code_verifier.');
}
