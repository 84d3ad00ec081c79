import { harmlessServerText, NetworkError } from '../../http/index.js';
import { IdentityError } from '../error.js';

const AGAIN = 'sign in again; if it happens again, the issuer or its configuration is at fault';

/**
 * The IdentityError for an error that a sign-in with `issuer` threw. Texts from servers are made harmless and
 * short.
 */
export function signInFailure(issuer: string, error: unknown): IdentityError {
  if (error instanceof IdentityError) return error;
  const network = networkErrorIn(error);
  if (network?.code === 'ABORTED') return aborted();
  if (network)
    return new IdentityError(
      'ISSUER_UNREACHABLE',
      `sign-in failed: ${network.message}`,
      network.hint,
      network,
    );
  const facts = error as { code?: unknown; error?: unknown; error_description?: unknown; message?: unknown };
  const said = [facts.error ?? facts.code, facts.error_description ?? wrongClaim(error) ?? facts.message]
    .filter((one) => typeof one === 'string')
    .join(': ');
  return new IdentityError(
    typeof facts.error === 'string' ? 'ISSUER_REFUSED' : 'SIGN_IN_REJECTED',
    `sign-in with ${harmlessServerText(issuer)} failed: ${harmlessServerText(said)}`,
    AGAIN,
    error,
  );
}

/** The error for a sign-in that the caller aborted. */
export function aborted(): IdentityError {
  return new IdentityError('SIGN_IN_ABORTED', 'the sign-in was given up');
}

/** The exact reason. openid-client puts it into the innermost error. */
function wrongClaim(error: unknown): string | undefined {
  let message: string | undefined;
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    message = at.message;
  return message;
}

function networkErrorIn(error: unknown): NetworkError | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if (at instanceof NetworkError) return at;
  return undefined;
}
