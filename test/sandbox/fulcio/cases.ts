import { generateKeyPairSync } from 'node:crypto';
import {
  type Answer,
  ask,
  ecKey,
  type FulcioUnderTest,
  type KeyPair,
  mintAt,
  post,
  proofOf,
  v1Body,
  v2Body,
} from './ask.js';

const USER = { sub: 'user-1', email: 'dev@peers.test', email_verified: 'true' };

/** Claims of a GitHub workflow, every one that Fulcio reads. */
export const WORKFLOW: Readonly<Record<string, string>> = {
  sub: 'repo:octo/demo:ref:refs/heads/main',
  email: '',
  email_verified: 'false',
  job_workflow_ref: 'octo/demo/.github/workflows/release.yml@refs/heads/main',
  sha: '0123',
  event_name: 'push',
  repository: 'octo/demo',
  workflow: 'Release',
  ref: 'refs/heads/main',
  job_workflow_sha: '4567',
  runner_environment: 'github-hosted',
  repository_id: '1001',
  repository_owner: 'octo',
  repository_owner_id: '2002',
  repository_visibility: 'public',
  workflow_ref: 'octo/demo/.github/workflows/other.yml@refs/heads/main',
  workflow_sha: '89ab',
  run_id: '77',
  run_attempt: '1',
};

/**
 * Every mistake that a client can make, tried with one Fulcio: from the name of the case to the answer. Bodies of successful
 * answers are left out, because they contain certificates.
 */
export async function askEverything(fulcio: FulcioUnderTest): Promise<Record<string, Answer>> {
  const { email, workflow, username } = fulcio.issuers;
  const key = ecKey('P-256');
  const token = await mintAt(email, USER);
  const proof = proofOf(USER.email, key);
  const requests: Record<string, readonly [path: string, init?: RequestInit]> = {};
  const v1 = (name: string, body: unknown, bearer = token): void => {
    requests[`v1 ${name}`] = ['/api/v1/signingCert', post(body, bearer)];
  };
  const v2 = (name: string, body: unknown, bearer?: string): void => {
    requests[`v2 ${name}`] = ['/api/v2/signingCert', post(body, bearer)];
  };
  for (const [name, bad] of Object.entries(await badTokens(fulcio, token))) {
    v1(`token ${name}`, v1Body(key, proof), bad);
    v2(`token ${name}`, v2Body(bad, key, proof));
  }
  const { credentials, publicKeyRequest } = v2Body(token, key, proof);
  v1('good', v1Body(key, proof));
  v2('good', { credentials, publicKeyRequest });
  v2('token in the header', { publicKeyRequest }, token);
  v2('token of the body wins', v2Body('bad', key, proof), token);
  v2('without token', { publicKeyRequest });
  v2('without key', { credentials });
  v1('without key', {});
  v2('without proof', { credentials, publicKeyRequest: { publicKey: publicKeyRequest.publicKey } });
  v1('without proof', { publicKey: v1Body(key, proof).publicKey });
  v2('proof over another subject', v2Body(token, key, proofOf('other', key)));
  v1('proof over another subject', v1Body(key, proofOf('other', key)));
  v2('proof by another key', v2Body(token, key, proofOf(USER.email, ecKey('P-256'))));
  v2('key that is no PEM', { credentials, publicKeyRequest: { publicKey: { content: 'x' } } });
  v1('key that is no key', { publicKey: { content: 'AAAA' }, signedEmailAddress: proof });
  v2('unknown member', { credentials, publicKeyRequest, more: 1 });
  v2('CSR that is none', { credentials, certificateSigningRequest: 'AAAA' });
  v1('CSR that is none', { certificateSigningRequest: 'AAAA' });
  v2('array', '[]');
  v2('cut JSON', '{');
  v2('empty body', '', token);
  v1('empty body', '');
  for (const [name, other] of Object.entries(keys())) {
    const ownProof = proofOf(
      USER.email,
      other,
      other.privateKey.asymmetricKeyType === 'ed25519' ? null : HASH[name],
    );
    v2(`${name} key`, v2Body(token, other, ownProof));
  }
  v2('P-384 key, SHA-256 proof', v2Body(token, keys()['P-384'] as KeyPair, 'AAAA'));
  for (const claim of Object.keys(WORKFLOW)) {
    const claims = { ...WORKFLOW, [claim]: '' };
    const bearer = await mintAt(workflow, claims);
    v2(`workflow without ${claim}`, v2Body(bearer, key, proofOf(claims['sub'] ?? '', key)));
  }
  for (const sub of ['alice', 'alice!elsewhere', 'al ice'])
    v2(`user ${sub}`, v2Body(await mintAt(username, { sub, email: '' }), key, proofOf(sub, key)));
  for (const path of [
    '/',
    '/api/v1/rootCert',
    '/api/v2/trustBundle',
    '/api/v2/signingCert',
    '/healthz',
    '/x',
  ])
    requests[`GET ${path}`] = [path];
  requests['DELETE signingCert'] = ['/api/v2/signingCert', { method: 'DELETE' }];
  const answers: Record<string, Answer> = {};
  for (const [name, [path, init]] of Object.entries(requests)) {
    const answer = await ask(fulcio.url + path, init);
    answers[name] = answer.status < 300 ? { ...answer, body: '' } : answer;
  }
  return answers;
}

const HASH: Readonly<Record<string, string>> = { 'P-384': 'sha384', 'P-521': 'sha512' };

function keys(): Record<string, KeyPair> {
  return {
    'P-384': ecKey('P-384'),
    'P-521': ecKey('P-521'),
    'P-224': ecKey('secp224r1'),
    secp256k1: ecKey('secp256k1'),
    Ed25519: generateKeyPairSync('ed25519'),
    'RSA 2048': generateKeyPairSync('rsa', { modulusLength: 2048 }),
    'RSA 1024': generateKeyPairSync('rsa', { modulusLength: 1024 }),
  };
}

async function badTokens({ issuers }: FulcioUnderTest, good: string): Promise<Record<string, string>> {
  const mint = (claims: Record<string, string>) => mintAt(issuers.email, { ...USER, ...claims });
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  return {
    garbage: 'garbage',
    empty: '',
    'of three parts': 'a.b.c',
    'with a wrong signature': `${good.slice(0, -8)}AAAAAAAA`,
    unsigned: `${none}.${good.split('.')[1]}.`,
    expired: await mint({ ttl: '-100' }),
    'for another audience': await mint({ aud: 'other' }),
    'of an unknown issuer': await mint({ iss: 'http://localhost:1' }),
    'with an unverified address': await mint({ email_verified: 'false' }),
    'without address': await mint({ email: '' }),
    'with a wrong address': await mint({ email: 'nonsense' }),
  };
}
