import * as oidc from 'openid-client';
import { harmless } from '../../../core/text/index.js';
import { type Config, expandHome } from '../../config/index.js';
import { harmlessServerText, NetworkError } from '../../http/index.js';
import type { FoundToken } from '../ambient.js';
import { IdentityError } from '../error.js';
import type { IdentityOptions } from '../identity.js';
import { checkAccessTokenHash } from './at-hash.js';
import { listenForCallback } from './callback.js';
import { discover } from './discover.js';
import { openInBrowser } from './opener.js';

const WAIT_MS = 120_000;

/**
 * Signs in with the browser: authorization code with PKCE (RFC 7636), state and nonce, on a loopback port (RFC 8252). The
 * ID token's signature, issuer, audience, nonce and at_hash are checked. Everything for the person goes through `say`;
 * standard input and output are not touched.
 * @throws IdentityError
 */
export async function signInWithBrowser(config: Config, options: IdentityOptions): Promise<FoundToken> {
  const issuer = config.oidcIssuer.value;
  const client = await discover(config, options.network, (path) => expandHome(path, options.env));
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const listener = await listenForCallback(config.oidcRedirectUrl.value, state, {
    autocloseMs: config.autoclose.value ? config.autocloseMs.value : undefined,
  });
  try {
    const url = oidc.buildAuthorizationUrl(client, {
      redirect_uri: listener.redirectUrl,
      scope: 'openid email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      access_type: 'online',
      ...(config.connectorId.value !== undefined && { connector_id: config.connectorId.value }),
    });
    options.say('Your browser will now be opened to sign in:');
    options.say(harmless(url.href));
    const opened = openInBrowser(url.href, config.browser.value, options.env);
    opened.catch(() => options.say('The browser could not be opened: open the address above yourself.'));
    const callback = await listener.wait(WAIT_MS, options.signal);
    const tokens = await oidc.authorizationCodeGrant(client, callback, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const text = tokens.id_token ?? '';
    checkAccessTokenHash(text, tokens.access_token);
    listener.succeed();
    return { text, source: { kind: 'browser', issuer } };
  } catch (error) {
    listener.fail();
    throw signInFailure(issuer, error);
  } finally {
    await listener.close();
  }
}

function signInFailure(issuer: string, error: unknown): IdentityError {
  if (error instanceof IdentityError) return error;
  const network = error instanceof Error && error.cause instanceof NetworkError ? error.cause : error;
  if (network instanceof NetworkError)
    return new IdentityError(
      'ISSUER_UNREACHABLE',
      `sign-in failed: ${network.message}`,
      network.hint,
      network,
    );
  const facts = error as { code?: unknown; error?: unknown; error_description?: unknown; message?: unknown };
  const said = [facts.error ?? facts.code, facts.error_description ?? facts.message]
    .filter((one) => typeof one === 'string')
    .join(': ');
  return new IdentityError(
    typeof facts.error === 'string' ? 'ISSUER_REFUSED' : 'SIGN_IN_REJECTED',
    `sign-in with ${harmlessServerText(issuer)} failed: ${harmlessServerText(said)}`,
    'sign in again; if it happens again, the issuer or its configuration is at fault',
    error,
  );
}
