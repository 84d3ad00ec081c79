import { isObject } from '../../../core/encoding/index.js';
import { IdentityError } from '../error.js';
import type { IdentityOptions } from '../options.js';
import { askForToken } from './ask.js';
import { credentialsFile, fromCredentialsFile } from './google-credentials.js';
import { fromMetadataServer } from './google-metadata.js';
import type { AmbientSource } from './types.js';

const IAM = 'https://iamcredentials.googleapis.com/';

/**
 * A token of the service account in GOOGLE_SERVICE_ACCOUNT_NAME, if the available credentials may impersonate it
 * (cosign pkg/providers/google; IAM Credentials API, generateIdToken). A variable of gcloud may replace the
 * endpoint.
 */
export const googleImpersonate: AmbientSource = {
  name: 'google-impersonate',
  async available(_config, env) {
    const yes = Boolean(env['GOOGLE_SERVICE_ACCOUNT_NAME']);
    return {
      yes,
      why: yes ? 'GOOGLE_SERVICE_ACCOUNT_NAME is set' : 'GOOGLE_SERVICE_ACCOUNT_NAME is not set',
    };
  },
  async take(config, options) {
    const { env, network } = options;
    const base = env['CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS'] || IAM;
    const account = encodeURIComponent(env['GOOGLE_SERVICE_ACCOUNT_NAME'] ?? '');
    const text = await askForToken('Google', 'token', {
      url: `${base.replace(/\/*$/, '/')}v1/projects/-/serviceAccounts/${account}:generateIdToken`,
      method: 'POST',
      headers: {
        authorization: `Bearer ${await accessToken(options)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ audience: config.tokenAudience.value, includeEmail: true }),
      ...(network && { network }),
    });
    return { text, source: { kind: 'provider', name: 'google-impersonate' } };
  },
};

async function accessToken(options: IdentityOptions): Promise<string> {
  const file = await credentialsFile(options.env);
  if (file !== undefined) return fromCredentialsFile(file, options);
  const answer = (await fromMetadataServer('/token', options)).json();
  const token = isObject(answer) ? answer['access_token'] : undefined;
  if (typeof token === 'string') return token;
  throw new IdentityError('TOKEN_SOURCE_FAILED', 'the Google metadata server gave no access token');
}
