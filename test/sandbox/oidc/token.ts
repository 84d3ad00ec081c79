import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { HostileToken } from '../faults.js';

/** The three issuers: people by e-mail, GitHub workflows, user names. */
export type IssuerKind = 'email' | 'workflow' | 'username';

/** Claims of a token, before signing. */
export type Claims = Readonly<Record<string, unknown>>;

export const CLIENT_ID = 'sigstore';
const TOKEN_LIFETIME = 3600;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const WORKFLOW_REF = 'octo/demo/.github/workflows/release.yml@refs/heads/main';

const SUBJECT_CLAIMS: Readonly<Record<IssuerKind, Claims>> = {
  email: { sub: 'user-1', email: 'dev@sandbox.test', email_verified: true },
  username: { sub: 'alice' },
  workflow: {
    sub: 'repo:octo/demo:ref:refs/heads/main',
    job_workflow_ref: WORKFLOW_REF,
    sha: COMMIT,
    event_name: 'push',
    repository: 'octo/demo',
    workflow: 'Release',
    ref: 'refs/heads/main',
    job_workflow_sha: COMMIT,
    runner_environment: 'github-hosted',
    repository_id: '1001',
    repository_owner: 'octo',
    repository_owner_id: '2002',
    repository_visibility: 'public',
    workflow_ref: WORKFLOW_REF,
    workflow_sha: COMMIT,
    run_id: '77',
    run_attempt: '1',
  },
};

/** Honest claims of a kind of issuer; `over` overrides them. Times are Unix seconds. */
export function tokenClaims(
  kind: IssuerKind,
  issuer: string,
  now: number,
  ttl = TOKEN_LIFETIME,
  over: Claims = {},
): Claims {
  const claims = { iss: issuer, aud: CLIENT_ID, iat: now, nbf: now - 5, exp: now + ttl };
  return { ...claims, ...SUBJECT_CLAIMS[kind], ...over };
}

/** A JWT signed with RS256, kid `k1`, unless it must be wrong. `undefined` claims are left out. */
export function signToken(key: KeyObject, claims: Claims, hostile: HostileToken = {}): string {
  const header = { alg: hostile.signature === 'none' ? 'none' : 'RS256', typ: 'JWT', kid: 'k1' };
  const signed = `${encode(header)}.${encode({ ...claims, ...hostile.claims })}`;
  if (hostile.signature === 'none') return `${signed}.`;
  const signer =
    hostile.signature === 'other-key' ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : key;
  const signature = sign('sha256', Buffer.from(signed), signer);
  if (hostile.signature === 'damaged') signature[0] = (signature[0] ?? 0) ^ 1;
  return `${signed}.${signature.toString('base64url')}`;
}

/** The JSON Web Key Set with the one key of all issuers. */
export function keySet(key: KeyObject) {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  return { keys: [{ ...jwk, kid: 'k1', alg: 'RS256', use: 'sig' }] };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
