import { childProcess } from '../../child-process.js';
import { childEnvironment } from '../../environment/children.js';
import { IdentityError } from '../error.js';
import type { AmbientSource } from './types.js';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 65_536;
// The program asks CircleCI with the secrets that CircleCI gave to the job.
const OWN_SECRETS = /^CIRCLE_/;

/**
 * CircleCI's own program. The tokens in CIRCLE_OIDC_TOKEN and CIRCLE_OIDC_TOKEN_V2 have the organisation as
 * audience, and Fulcio does not accept that (circleci.com/docs/oidc-tokens-with-custom-claims).
 */
export const circleci: AmbientSource = {
  name: 'circleci',
  async available(_config, env) {
    const yes = env['CIRCLECI'] === 'true';
    return { yes, why: yes ? 'this is a CircleCI job' : 'this is not a CircleCI job' };
  },
  take(config, { env }) {
    const claims = JSON.stringify({ aud: config.tokenAudience.value });
    const args = ['run', 'oidc', 'get', '--claims', claims];
    const options = {
      env: childEnvironment(env, {}, OWN_SECRETS),
      timeout: TIMEOUT_MS,
      maxBuffer: MAX_BYTES,
      windowsHide: true,
    };
    return new Promise<string>((resolve, reject) => {
      childProcess()
        .execFile('circleci', args, options, (error, text) => (error ? reject(error) : resolve(text)))
        .stdin?.end();
    }).then(
      (text) => ({ text, source: { kind: 'provider', name: 'circleci' } }) as const,
      (error) => {
        throw failed(error);
      },
    );
  },
};

// The output of the program may contain a token, and the error quotes the output. So neither is kept.
function failed(error: Error & { code?: unknown; killed?: boolean }): IdentityError {
  const why = error.killed ? 'no answer in time' : `it ended with ${String(error.code ?? 'an error')}`;
  return new IdentityError(
    'TOKEN_SOURCE_FAILED',
    `CircleCI gave no token: \`circleci run oidc get\` failed (${why})`,
    'the job needs the circleci program and a context (circleci.com/docs/openid-connect-tokens)',
  );
}
