import { sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, parseJson } from '../../../core/encoding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import { unixNow } from '../../clock.js';
import { expandHome } from '../../config/index.js';
import { IdentityError } from '../error.js';
import type { IdentityOptions } from '../options.js';
import { askForToken } from './ask.js';

const TOKEN_ENDPOINT = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

/** A file of application default credentials. */
export interface CredentialsFile {
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Google's application default credentials: the file in GOOGLE_APPLICATION_CREDENTIALS, else gcloud's own
 * (google.aip.dev 4110). Undefined if there is no such file.
 * @throws IdentityError TOKEN_FILE_UNREADABLE
 */
export async function credentialsFile(env: NodeJS.ProcessEnv): Promise<CredentialsFile | undefined> {
  const named = env['GOOGLE_APPLICATION_CREDENTIALS'];
  const gcloud = join(
    env['CLOUDSDK_CONFIG'] || expandHome('~/.config/gcloud', env),
    'application_default_credentials.json',
  );
  const path = named || gcloud;
  try {
    const fields = parseJson(await readFile(path, 'utf8'));
    if (isObject(fields)) return { path, fields };
  } catch (error) {
    if (!named && error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  }
  throw unusable(path, 'cannot be read');
}

/**
 * An access token for the credentials of a service account (RFC 7523) or of a user (RFC 6749 section 6).
 * @throws IdentityError TOKEN_FILE_UNREADABLE, TOKEN_SOURCE_FAILED
 */
export async function fromCredentialsFile(
  { path, fields }: CredentialsFile,
  { network }: IdentityOptions,
): Promise<string> {
  const text = (name: string): string => {
    const value = fields[name];
    if (typeof value !== 'string') throw unusable(path, `has no ${name}`);
    return value;
  };
  const [url, form] =
    fields['type'] === 'service_account'
      ? [text('token_uri'), assertion(text('client_email'), text('token_uri'), text('private_key'), path)]
      : fields['type'] === 'authorized_user'
        ? [TOKEN_ENDPOINT, refresh(text('client_id'), text('client_secret'), text('refresh_token'))]
        : [];
  if (url === undefined || form === undefined)
    throw unusable(path, 'is of a kind that is not supported here');
  return askForToken('Google', 'access_token', {
    url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    ...(network && { network }),
  });
}

function refresh(id: string, secret: string, token: string): Record<string, string> {
  return { grant_type: 'refresh_token', client_id: id, client_secret: secret, refresh_token: token };
}

function assertion(email: string, audience: string, key: string, path: string): Record<string, string> {
  const now = unixNow();
  const claims = { iss: email, scope: SCOPE, aud: audience, iat: now, exp: now + 600 };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  try {
    const signature = sign('sha256', Buffer.from(signed), key).toString('base64url');
    return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${signed}.${signature}` };
  } catch {
    throw unusable(path, 'has no usable private key');
  }
}

function unusable(path: string, what: string): IdentityError {
  return new IdentityError(
    'TOKEN_FILE_UNREADABLE',
    harmless(`the Google credentials in ${path} cannot be used: the file ${what}`),
    'use the credentials of a service account or of a user, or run in Google Cloud',
  );
}
