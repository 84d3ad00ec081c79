import * as oidc from 'openid-client';
import { harmless } from '../../../core/harmless/index.js';
import { type Config, expandHome, repositoryChoices } from '../../config/index.js';
import { isLoopback } from '../../http/index.js';
import type { FoundToken } from '../ambient/index.js';
import { IdentityError } from '../error.js';
import type { IdentityOptions, SignInPerson } from '../options.js';
import { checkAccessTokenHash } from './at-hash.js';
import { discover } from './discover.js';
import { aborted, signInFailure } from './failure.js';

const LONGEST_WAIT_S = 900;
const AGAIN = 'run: waxseal login';

/**
 * Signs in with a code that the person enters on any device (RFC 8628, with PKCE in the form that Sigstore's issuer
 * accepts). It is for SSH sessions, containers and consoles. Polls as slowly as the issuer asks, until the code
 * expires or `signal` is aborted. Messages to the person go through `say`; standard input and output are not used.
 * @param person a person in an editor, which shows the code
 * @throws IdentityError
 */
export async function signInWithDevice(
  config: Config,
  options: IdentityOptions,
  person?: SignInPerson,
): Promise<FoundToken> {
  const issuer = config.oidcIssuer.value;
  const { say, signal } = options;
  const client = await discover(config, options, (path) => expandHome(path, options.env));
  if (client.serverMetadata().device_authorization_endpoint === undefined) {
    throw new IdentityError(
      'ISSUER_REFUSED',
      harmless(`the issuer ${issuer} has no device flow, so a browser on this machine is needed to sign in`),
      'sign in where a browser can be opened, or set SIGSTORE_ID_TOKEN',
    );
  }
  const verifier = oidc.randomPKCECodeVerifier();
  const expiry = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const device = await oidc.initiateDeviceAuthorization(client, {
      scope: 'openid email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(config.connectorId.value !== undefined && { connector_id: config.connectorId.value }),
    });
    const wait = Math.min(device.expires_in, LONGEST_WAIT_S);
    invite(device, wait, say, config, person);
    timer = setTimeout(() => expiry.abort(), wait * 1000);
    const tokens = await oidc.pollDeviceAuthorizationGrant(
      client,
      { ...device, expires_in: wait },
      { code_verifier: verifier },
      { signal: signal ? AbortSignal.any([signal, expiry.signal]) : expiry.signal },
    );
    const text = tokens.id_token;
    if (text === undefined)
      throw new IdentityError('SIGN_IN_REJECTED', 'sign-in failed: the issuer gave no ID token', AGAIN);
    checkAccessTokenHash(text, tokens.access_token);
    return { text, source: { kind: 'device', issuer } };
  } catch (error) {
    if (signal?.aborted) throw aborted();
    const facts = error as { error?: unknown };
    if (expiry.signal.aborted || facts.error === 'expired_token')
      throw new IdentityError('SIGN_IN_TIMEOUT', 'nobody entered the code before it ran out', AGAIN);
    throw signInFailure(issuer, error);
  } finally {
    clearTimeout(timer);
  }
}

function invite(
  device: oidc.DeviceAuthorizationResponse,
  wait: number,
  say: (line: string) => void,
  config: Config,
  person: SignInPerson | undefined,
): void {
  const { user_code: code, verification_uri: address, verification_uri_complete: whole } = device;
  if (!isPage(address) || code.length > 64)
    throw new IdentityError('SIGN_IN_REJECTED', 'sign-in failed: the issuer gave no usable address or code');
  const issuer = config.oidcIssuer.value;
  if (person) {
    person.showCode({ issuer, address, code, seconds: wait, chosen: repositoryChoices(config) });
    return;
  }
  say(
    `To sign in at ${harmless(issuer)}, open ${harmless(address)} on any device and enter the code ${harmless(code)}`,
  );
  if (whole !== undefined && isPage(whole)) say(`or open ${harmless(whole)}`);
  say(`The code is good for ${Math.max(1, Math.floor(wait / 60))} min. Ctrl-C gives up.`);
}

/** Whether a page may be shown to a person: https:, or http: for an issuer on this machine. */
function isPage(text: string): boolean {
  const url = URL.canParse(text) && text.length <= 2048 ? new URL(text) : undefined;
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
}
