import * as oidc from 'openid-client';
import { harmless } from '../../../core/harmless/index.js';
import { type Config, expandHome, repositoryChoices } from '../../config/index.js';
import type { FoundToken } from '../ambient/index.js';
import { IdentityError } from '../error.js';
import type { IdentityOptions, SignInPerson } from '../options.js';
import { seesLines } from '../person.js';
import { checkAccessTokenHash } from './at-hash.js';
import { listenForCallback } from './callback.js';
import { discover } from './discover.js';
import { aborted, signInFailure } from './failure.js';
import { openInBrowser } from './opener.js';

const WAIT_MS = 120_000;

/**
 * Signs in with the browser: authorization code with PKCE (RFC 7636), state and nonce, on a loopback port (RFC
 * 8252). The browser is sent to our own page first: every user of the machine can read the command that opens it,
 * and must not learn the state and the challenge. The ID token's signature, issuer, audience, nonce and at_hash are
 * checked. Messages to the person go through `say`; standard input and output are not used.
 * @throws IdentityError
 */
export async function signInWithBrowser(config: Config, options: IdentityOptions): Promise<FoundToken>;
/**
 * The same for a person in an editor, which opens the page.
 * @returns undefined if the person wants to enter a code instead
 */
export async function signInWithBrowser(
  config: Config,
  options: IdentityOptions,
  person: SignInPerson,
): Promise<FoundToken | undefined>;
export async function signInWithBrowser(
  config: Config,
  options: IdentityOptions,
  person?: SignInPerson,
): Promise<FoundToken | undefined> {
  const issuer = config.oidcIssuer.value;
  const client = await discover(config, options, (path) => expandHome(path, options.env));
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const listener = await listenForCallback(config.oidcRedirectUrl.value, state, {
    autocloseMs: config.autoclose.value ? config.autocloseMs.value : undefined,
    onRefused: (what) => options.say(`refused: ${what}`),
  });
  const over = new AbortController();
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
    const start = listener.startAt(url);
    if (person) {
      const chosen = repositoryChoices(config);
      const page = { issuer, url: start, leadsTo: url.host, callback: listener.redirectUrl, chosen };
      const answer = await orAborted(person.openPage(page), options.signal);
      if (answer === 'use-code') return undefined;
      if (answer === 'gave-up') throw aborted();
    }
    const failing = person ? [] : [openHere(start, config, options)];
    const given = options.signal ? [options.signal, over.signal] : [over.signal];
    const callback = await Promise.race([listener.wait(WAIT_MS, AbortSignal.any(given)), ...failing]);
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
    over.abort(); // who still waits for the callback keeps the process alive
    await listener.close();
  }
}

/**
 * Opens the page, and waits for ever if that succeeds. If somebody who wants to sign in this way sees the address, they can open it.
 * @throws IdentityError BROWSER_NOT_OPENED
 */
async function openHere(start: string, config: Config, options: IdentityOptions): Promise<never> {
  const { say, env } = options;
  say(`Your browser will now be opened to sign in at ${harmless(config.oidcIssuer.value)}:`);
  say(start);
  try {
    await openInBrowser(start, config.browser.value, env);
  } catch (error) {
    const why = harmless(error instanceof Error ? error.message : String(error));
    if (config.tokenProvider.value !== 'interactive' || !seesLines(options))
      throw new IdentityError(
        'BROWSER_NOT_OPENED',
        `the browser could not be opened: ${why}`,
        'set waxseal.browser to a command that opens an address, or sign in first: waxseal login',
        error,
      );
    say(`The browser could not be opened (${why}): open the address above yourself.`);
  }
  return new Promise(() => undefined);
}

/** @throws IdentityError SIGN_IN_ABORTED when `signal` is aborted first */
function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(aborted());
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    work.then(resolve, reject);
  });
}
