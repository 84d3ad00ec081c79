import { isObject, parseJson } from '../../../core/encoding/index.js';
import { digest, type HashAlgorithm } from '../../../core/primitives/index.js';
import { IdentityError } from '../error.js';

/**
 * Refuses an ID token whose at_hash does not match this access token (OpenID Connect Core section 3.1.3.8). A
 * mismatch means that the two come from different sign-ins. In the code flow at_hash is optional, and openid-client
 * does not check it there.
 * @throws IdentityError SIGN_IN_REJECTED
 */
export function checkAccessTokenHash(idToken: string, accessToken: string): void {
  const [header, payload] = idToken.split('.').slice(0, 2).map(partOf);
  const stated = payload?.['at_hash'];
  if (stated === undefined) return;
  const hash = hashOf(String(header?.['alg']));
  const full = hash && digest(hash, Buffer.from(accessToken, 'ascii'));
  if (full && Buffer.from(full.subarray(0, full.length / 2)).toString('base64url') === stated) return;
  throw new IdentityError(
    'SIGN_IN_REJECTED',
    'sign-in failed: the ID token does not belong to the access token (at_hash)',
    'sign in again; if it happens again, the issuer is at fault',
  );
}

function partOf(part: string): Record<string, unknown> | undefined {
  const value = parseJson(Buffer.from(part, 'base64url').toString('utf8'));
  return isObject(value) ? value : undefined;
}

function hashOf(algorithm: string): HashAlgorithm | undefined {
  if (algorithm === 'EdDSA' || algorithm === 'Ed25519') return 'sha512';
  const bits = /^(?:RS|ES|PS)(256|384|512)$/.exec(algorithm)?.[1];
  return bits === undefined ? undefined : (`sha${bits}` as HashAlgorithm);
}
