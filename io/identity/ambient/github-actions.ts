import { IdentityError } from '../error.js';
import { askForToken } from './ask.js';
import type { AmbientSource } from './types.js';

/** The token service of GitHub Actions (docs.github.com, "OpenID Connect"). */
export const githubActions: AmbientSource = {
  name: 'github-actions',
  async available(_config, env) {
    const yes = Boolean(env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] && env['ACTIONS_ID_TOKEN_REQUEST_URL']);
    return {
      yes,
      why: yes
        ? 'this is a GitHub Actions job that may ask for tokens'
        : env['GITHUB_ACTIONS'] === 'true'
          ? 'this GitHub Actions job lacks the permission "id-token: write"'
          : 'this is not a GitHub Actions job',
    };
  },
  async take(config, { env, network }) {
    const address = env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
    if (!URL.canParse(address))
      throw new IdentityError('TOKEN_SOURCE_FAILED', 'ACTIONS_ID_TOKEN_REQUEST_URL is not a URL');
    const url = new URL(address);
    url.searchParams.set('audience', config.tokenAudience.value);
    const text = await askForToken('GitHub Actions', 'value', {
      url,
      headers: {
        authorization: `bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`,
        accept: 'application/json',
      },
      ...(network && { network }),
    });
    return { text, source: { kind: 'github-actions' } };
  },
};
