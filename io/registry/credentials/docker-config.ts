import { isObject } from '../../../core/encoding/index.js';
import { normalKey } from './keys.js';
import type { Credential, Keys } from './types.js';

/** How a helper or a file says that the secret is an identity token. */
export const TOKEN_USER = '<token>';

type Fields = Readonly<Record<string, unknown>>;

/** What a file says about one registry: credentials, or the program to ask. Undefined: nothing. */
export type Said = { readonly credential: Credential } | { readonly helper: string } | undefined;

/**
 * What Docker's `config.json` or the `auth.json` of containers says (docker/cli, `cli/config/configfile`): the helper for this
 * host, else the helper for all, else the entry itself. An entry for a more exact key comes first.
 * @param keys from `keysFor`
 * @param file its path, for the source of a credential
 */
export function saidFor(config: Fields, registry: string, keys: Keys, file: string): Said {
  const helpers = isObject(config['credHelpers']) ? config['credHelpers'] : {};
  const auths = isObject(config['auths']) ? config['auths'] : {};
  const named = new Map(Object.entries(auths).map(([key, entry]) => [normalKey(key), entry]));
  const hostKeys = new Set(keys.filter((key) => !key.includes('/')));
  for (const key of keys.filter((key) => !hostKeys.has(key))) {
    const credential = credentialIn(named.get(key), `${file} (${key})`);
    if (credential) return { credential };
  }
  const helper = Object.entries(helpers).find(
    ([key]) => hostKeys.has(normalKey(key)) || key === registry,
  )?.[1];
  if (typeof helper === 'string' && helper !== '') return { helper };
  const store = config['credsStore'];
  // A store keeps the secret of each entry elsewhere, and leaves the entry empty.
  for (const key of hostKeys) {
    const credential = credentialIn(named.get(key), `${file} (${key})`);
    if (credential) return { credential };
  }
  return typeof store === 'string' && store !== '' ? { helper: store } : undefined;
}

function credentialIn(entry: unknown, source: string): Credential | undefined {
  if (!isObject(entry)) return undefined;
  const text = (name: string) => {
    const value = entry[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [registryToken, identityToken] = [text('registrytoken'), text('identitytoken')];
  if (registryToken !== undefined) return { kind: 'registry-token', token: registryToken, source };
  if (identityToken !== undefined) return { kind: 'identity-token', token: identityToken, source };
  const [username, password] = userIn(text('auth')) ?? [text('username'), text('password')];
  return username === undefined || password === undefined
    ? undefined
    : credentialOf(username, password, source);
}

/** The credential that a user name and a secret are. */
export function credentialOf(username: string, secret: string, source: string): Credential {
  return username === TOKEN_USER
    ? { kind: 'identity-token', token: secret, source }
    : { kind: 'basic', username, password: secret, source };
}

/** User and password in the member `auth`: base64 of both with a colon. */
function userIn(auth: string | undefined): [string, string] | undefined {
  if (auth === undefined) return undefined;
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = text.indexOf(':');
  return colon > 0 ? [text.slice(0, colon), text.slice(colon + 1)] : undefined;
}
