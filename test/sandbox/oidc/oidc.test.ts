import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import * as client from 'openid-client';
import { realStack } from '../../support/stack.js';
import { type Sandbox, startSandbox } from '../index.js';

const REDIRECT = 'http://localhost:4321/auth/callback';

/** A browser: it follows the issuer's answer once and returns the address of the redirect. */
async function redirected(url: URL | string, init: RequestInit = {}): Promise<URL> {
  const answer = await fetch(url, { ...init, redirect: 'manual' });
  assert.equal(answer.status, 303, await answer.text());
  return new URL(answer.headers.get('location') ?? '');
}

function payload(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());
}

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
});

describe('the OpenID Connect issuer of the sandbox', () => {
  let sandbox: Sandbox;
  let config: client.Configuration;
  const verifier = client.randomPKCECodeVerifier();
  const nonce = client.randomNonce();
  const state = client.randomState();

  before(async () => {
    sandbox = await startSandbox();
    config = await client.discovery(new URL(sandbox.urls.oidc), 'sigstore', undefined, client.None(), {
      execute: [client.allowInsecureRequests],
    });
    client.enableNonRepudiationChecks(config);
  });
  after(() => sandbox.stop());
  beforeEach(() => {
    sandbox.faults.clear();
    sandbox.signIn.mode = 'auto';
    sandbox.signIn.claims = {};
    sandbox.signIn.deviceInterval = 60;
  });

  async function authorizationUrl(more: Record<string, string> = {}): Promise<URL> {
    return client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT,
      scope: 'openid email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...more,
    });
  }

  async function signIn(): Promise<client.TokenEndpointResponse> {
    const back = await redirected(await authorizationUrl());
    return client.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: verifier,
      expectedNonce: nonce,
      expectedState: state,
      idTokenExpected: true,
    });
  }

  it('signs in with code, PKCE, state and nonce, and its token passes every check of openid-client', async () => {
    sandbox.signIn.claims = { email: 'someone@sandbox.test' };
    const { id_token: token } = await signIn();
    const claims = payload(token);
    assert.equal(claims['email'], 'someone@sandbox.test');
    assert.equal(claims['email_verified'], true);
    assert.equal(claims['aud'], 'sigstore');
    assert.equal(claims['nonce'], nonce);
  });

  it('gives a token for a code only once, and only to the client that requested it', async () => {
    const code = (await redirected(await authorizationUrl())).searchParams.get('code') ?? '';
    const grant = { grant_type: 'authorization_code', client_id: 'sigstore', code, redirect_uri: REDIRECT };
    const exchange = async (more: Record<string, string>) => {
      const answer = await fetch(`${sandbox.urls.oidc}/token`, form({ ...grant, ...more }));
      return [answer.status, ((await answer.json()) as { error?: string }).error];
    };
    assert.deepEqual(await exchange({}), [400, 'invalid_grant']);
    assert.deepEqual(await exchange({ code_verifier: 'wrong' }), [400, 'invalid_grant']);
    const right = { code_verifier: verifier };
    assert.deepEqual(await exchange({ ...right, redirect_uri: `${REDIRECT}/x` }), [400, 'invalid_request']);
    assert.deepEqual(await exchange({ ...right, client_id: 'other' }), [401, 'invalid_client']);
    assert.deepEqual(await exchange(right), [200, undefined]);
    assert.deepEqual(await exchange(right), [400, 'invalid_grant']);
  });

  it('redirects to loopback addresses of any port and nowhere else', async () => {
    for (const uri of ['http://127.0.0.1:1/x', 'http://[::1]:99/', 'http://localhost/'])
      await redirected(await authorizationUrl({ redirect_uri: uri }));
    for (const uri of [
      'https://localhost/',
      'http://127.0.0.1.evil.test/',
      'vscode://x/y',
      'http://evil.test',
    ]) {
      const answer = await fetch(await authorizationUrl({ redirect_uri: uri }), { redirect: 'manual' });
      assert.equal(answer.status, 400, uri);
    }
    const page = await fetch(await authorizationUrl({ redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' }));
    assert.match(await page.text(), /<input value="[\w-]{22}">/);
  });

  it('shows a page to approve or deny when configured', async () => {
    sandbox.signIn.mode = 'form';
    const url = await authorizationUrl();
    const page = await (await fetch(url)).text();
    const request = /name="request" value="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#38;', '&') ?? '';
    const answer = (approval: string) => redirected(`${url.origin}/auth`, form({ request, approval }));
    assert.ok((await answer('approve')).searchParams.get('code'));
    const denied = (await answer('deny')).searchParams;
    assert.deepEqual([denied.get('error'), denied.get('state')], ['access_denied', state]);
  });

  it('signs in a device: pending, slow down, then a token', async () => {
    const flow = await client.initiateDeviceAuthorization(config, {
      scope: 'openid email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    assert.match(flow.user_code, /^[B-Z]{4}-[B-Z]{4}$/);
    const poll = async (more = {}) => {
      const grant = {
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        client_id: 'sigstore',
        device_code: flow.device_code,
      };
      const answer = await fetch(`${sandbox.urls.oidc}/token`, form({ ...grant, ...more }));
      return ((await answer.json()) as { error?: string }).error;
    };
    sandbox.signIn.mode = 'form';
    assert.equal(await poll(), 'authorization_pending');
    assert.equal(await poll(), 'slow_down');
    const wrongCode = form({ user_code: 'XXXX-XXXX', approval: 'approve' });
    assert.equal((await fetch(`${sandbox.urls.oidc}/device/auth/verify_code`, wrongCode)).status, 400);
    const approval = form({ user_code: flow.user_code, approval: 'approve' });
    assert.equal((await fetch(`${sandbox.urls.oidc}/device/auth/verify_code`, approval)).status, 200);
    assert.equal(await poll({ code_verifier: 'wrong' }), 'invalid_grant');
    const tokens = await client.pollDeviceAuthorizationGrant(
      config,
      { ...flow, interval: 0 },
      { code_verifier: verifier },
    );
    assert.equal(payload(tokens.id_token)['email'], 'dev@sandbox.test');
    assert.equal(await poll(), 'invalid_request');
  });

  it('tells a device that sign-in was refused', async () => {
    const flow = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
    sandbox.signIn.mode = 'deny';
    await fetch(flow.verification_uri_complete ?? '');
    await assert.rejects(client.pollDeviceAuthorizationGrant(config, { ...flow, interval: 0 }), {
      error: 'access_denied',
    });
  });

  it('gives hostile tokens that openid-client refuses', async () => {
    const hostile = [
      { claims: { nonce: 'other' } },
      { claims: { nonce: undefined } },
      { claims: { iss: 'http://evil.test' } },
      { claims: { aud: 'other' } },
      { claims: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } },
      { claims: { exp: 1 } },
      { signature: 'none' },
      { signature: 'other-key' },
      { signature: 'damaged' },
    ] as const;
    for (const idToken of hostile) {
      sandbox.faults.add({ server: 'oidc', path: /^\/token$/, action: { idToken }, times: 1 });
      // openid-client does not check at_hash in the code flow: this shows only that it was sent.
      if ('claims' in idToken && 'at_hash' in idToken.claims)
        assert.equal(payload((await signIn()).id_token)['at_hash'], idToken.claims.at_hash);
      else await assert.rejects(signIn(), JSON.stringify(idToken));
    }
    await signIn();
  });

  it('mints tokens with the same claims as the real stack', async (t) => {
    const real = await realStack();
    if ('reason' in real) return t.skip(real.reason);
    const theirs = payload(await real.found.token('dev@sandbox.test'));
    const ours = payload(sandbox.mintToken({ email: 'dev@sandbox.test' }));
    assert.deepEqual(Object.keys(ours).toSorted(), Object.keys(theirs).toSorted());
    for (const claim of ['aud', 'sub', 'email', 'email_verified']) assert.equal(ours[claim], theirs[claim]);
    const life = (claims: Record<string, unknown>) => Number(claims['exp']) - Number(claims['iat']);
    assert.equal(life(ours), life(theirs));
  });

  it('mints tokens of every kind of issuer', () => {
    assert.equal(payload(sandbox.mintToken({ kind: 'username' }))['sub'], 'alice');
    const workflow = payload(sandbox.mintToken({ kind: 'workflow', ttl: -5 }));
    assert.equal(workflow['job_workflow_ref'], 'octo/demo/.github/workflows/release.yml@refs/heads/main');
    assert.ok(Number(workflow['exp']) < Number(workflow['iat']));
    assert.equal('sub' in payload(sandbox.mintToken({ claims: { sub: undefined } })), false);
  });
});
