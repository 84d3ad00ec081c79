import { isObject } from '../../core/encoding/index.js';
import { isLoopback, type Network, NetworkError, request } from '../http/index.js';
import type { Challenge } from './challenge.js';
import type { Credential } from './credentials/index.js';
import { RegistryError } from './error.js';
import type { Limits } from './limits.js';
import { checkedLead, type Lead } from './redirect.js';

const TOKEN = /^[\x21-\x7e]{1,65536}$/;
const LARGEST_ANSWER = 256 * 1024;

/** What a token is asked for, and how the server is reached. */
export interface TokenRequest extends Lead {
  readonly challenge: Challenge;
  readonly repository: string;
  readonly credential: Credential | undefined;
  readonly network: Network;
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A token to read one repository, from the token server that the registry names in its challenge (distribution specification,
 * "Token Authentication" and "OAuth2"). The credentials go to that server: that is what the protocol is, and the registry
 * could get them by asking for Basic. So the server must be where a redirect could lead, too.
 * @returns undefined if the server refuses the credential
 * @throws RegistryError REGISTRY_SIGN_IN_UNUSABLE, REGISTRY_REDIRECT_REFUSED, REGISTRY_ANSWER_MALFORMED; NetworkError
 */
export async function askForToken(asked: TokenRequest): Promise<string | undefined> {
  const { challenge, place, origin, credential, allowHttp } = asked;
  const { realm } = challenge.parameters;
  if (realm === undefined || !URL.canParse(realm)) throw unusable(place, 'names no token server');
  const server = checkedLead(realm, origin, asked);
  if (credential) checkSafe(server, place, allowHttp);
  const answer = await send(server, asked);
  if (answer === undefined) return undefined;
  const token = tokenIn(answer);
  if (token !== undefined && TOKEN.test(token)) return token;
  throw new RegistryError(
    'REGISTRY_ANSWER_MALFORMED',
    place,
    `${server.host}, which gives tokens for it, gave none`,
    'try again later, and ask who runs the registry',
  );
}

/** Refuses to send a credential unencrypted to another machine. @throws RegistryError CREDENTIALS_OVER_HTTP */
export function checkSafe(server: URL, place: string, allowHttp: boolean): void {
  if (server.protocol === 'https:' || isLoopback(server.hostname) || allowHttp) return;
  throw new RegistryError(
    'CREDENTIALS_OVER_HTTP',
    place,
    'it has no https:, so the credentials for it would be readable on the way',
    'give the registry a certificate, or use --allow-http-registry if the network is yours',
  );
}

/** A sign-in that cannot be made. */
export function unusable(place: string, why: string): RegistryError {
  return new RegistryError(
    'REGISTRY_SIGN_IN_UNUSABLE',
    place,
    `the registry wants a sign-in, but ${why}`,
    'check the name of the registry',
  );
}

async function send(server: URL, asked: TokenRequest): Promise<unknown> {
  const { challenge, repository, credential, network, limits, signal } = asked;
  const { service } = challenge.parameters;
  const scope = `repository:${repository}:pull`;
  const common = {
    network,
    plainHttp: true,
    maxBytes: LARGEST_ANSWER,
    timeoutMs: limits.attemptMs,
    deadlineMs: limits.deadlineMs,
    longestPauseMs: limits.longestPauseMs,
    stallMs: limits.stallMs,
    repeatable: true,
    alsoAccept: [400, 401, 403, 404],
    ...(signal && { signal }),
  };
  const url = new URL(server);
  const parameters = { ...(service !== undefined && { service }), scope };
  if (credential?.kind === 'identity-token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      ...parameters,
      client_id: 'waxseal',
      refresh_token: credential.token,
    });
    const answer = await request({
      ...common,
      url,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    });
    return answer.status === 200 ? answer.json() : undefined;
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  const headers = credential?.kind === 'basic' ? { authorization: basic(credential) } : {};
  const answer = await request({ ...common, url, headers });
  if (answer.status === 200) return answer.json();
  if (answer.status === 401 || answer.status === 403) return undefined;
  throw new NetworkError('STATUS', {
    url,
    detail: `the token server answered ${answer.status}`,
    status: answer.status,
  });
}

/** The value of `Authorization` for a user and a password (RFC 7617). */
export function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function tokenIn(answer: unknown): string | undefined {
  if (!isObject(answer)) return undefined;
  const { token, access_token: access } = answer;
  return [token, access].find((one): one is string => typeof one === 'string' && one !== '');
}
