import { readFile } from 'node:fs/promises';
import * as oidc from 'openid-client';
import { harmless } from '../../../core/harmless/index.js';
import { type Config, isFromRepository } from '../../config/index.js';
import { NetworkError, request } from '../../http/index.js';
import { IdentityError } from '../error.js';
import type { IdentityOptions } from '../options.js';
import { aborted } from './failure.js';

/**
 * The issuer's metadata with this client's settings. The signature of every ID token will be checked.
 * @throws IdentityError ISSUER_UNREACHABLE, ISSUER_REFUSED, TOKEN_FILE_UNREADABLE
 */
export async function discover(
  config: Config,
  options: Pick<IdentityOptions, 'network' | 'signal'>,
  expand: (path: string) => string,
): Promise<oidc.Configuration> {
  const issuer = config.oidcIssuer.value;
  // The secret is between the user and the issuer of their own choice.
  const secretFile = isFromRepository(config.oidcIssuer.origin)
    ? undefined
    : config.oidcClientSecretFile.value;
  const secret = await clientSecret(secretFile, expand);
  let client: oidc.Configuration;
  try {
    const url = new URL(issuer);
    client = await oidc.discovery(
      url,
      config.oidcClientId.value,
      undefined,
      secret === undefined ? oidc.None() : oidc.ClientSecretPost(secret),
      {
        [oidc.customFetch]: fetchOver(options),
        // io/http is stricter: it allows http: only to this machine.
        execute: [
          oidc.enableNonRepudiationChecks,
          ...(url.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
      },
    );
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof NetworkError ? error.cause : error;
    if (cause instanceof NetworkError && cause.code === 'ABORTED') throw aborted();
    const detail =
      cause instanceof NetworkError ? cause.message : `${issuer} is not an OpenID Connect issuer`;
    const hint =
      cause instanceof NetworkError && cause.hint ? cause.hint : 'check the issuer in the configuration';
    throw new IdentityError('ISSUER_UNREACHABLE', harmless(`sign-in failed: ${detail}`), hint, cause);
  }
  if (!client.serverMetadata().supportsPKCE('S256')) {
    throw new IdentityError(
      'ISSUER_REFUSED',
      harmless(`the issuer ${issuer} does not support PKCE with S256`),
    );
  }
  return client;
}

/** A fetch function over io/http, with what openid-client needs. openid-client itself checks the status. */
function fetchOver({ network, signal }: Pick<IdentityOptions, 'network' | 'signal'>): oidc.CustomFetch {
  return async (url, { method, headers, body }) => {
    const response = await request({
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers: Object.fromEntries(new Headers(headers)),
      alsoAccept: ERROR_STATUSES,
      attempts: 2,
      maxBytes: MAX_BYTES,
      ...(body instanceof URLSearchParams || typeof body === 'string' ? { body: String(body) } : {}),
      ...(network && { network }),
      ...(signal && { signal }),
    });
    return new Response(new Uint8Array(response.body), {
      status: response.status,
      headers: response.headers,
    });
  };
}

const ERROR_STATUSES = [400, 401, 403];
const MAX_BYTES = 256 * 1024;

async function clientSecret(
  path: string | undefined,
  expand: (path: string) => string,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return (await readFile(expand(path), 'utf8')).trim();
  } catch (cause) {
    throw new IdentityError(
      'TOKEN_FILE_UNREADABLE',
      harmless(`the client secret file ${path} cannot be read`),
      'check clientSecretFile',
      cause,
    );
  }
}
