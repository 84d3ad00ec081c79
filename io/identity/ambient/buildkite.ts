import { askForToken } from './ask.js';
import type { AmbientSource } from './types.js';

const ENDPOINT = 'https://agent.buildkite.com/v3';

/** The agent API of Buildkite, used as `buildkite-agent oidc request-token` does (buildkite/agent api/oidc.go). */
export const buildkite: AmbientSource = {
  name: 'buildkite-agent',
  async available(_config, env) {
    const yes = Boolean(env['BUILDKITE_AGENT_ACCESS_TOKEN'] && env['BUILDKITE_JOB_ID']);
    return { yes, why: yes ? 'this is a Buildkite job' : 'this is not a Buildkite job' };
  },
  async take(config, { env, network }) {
    const endpoint = (env['BUILDKITE_AGENT_ENDPOINT'] || ENDPOINT).replace(/\/+$/, '');
    const text = await askForToken('Buildkite', 'token', {
      url: `${endpoint}/jobs/${encodeURIComponent(env['BUILDKITE_JOB_ID'] ?? '')}/oidc/tokens`,
      method: 'POST',
      headers: {
        authorization: `Token ${env['BUILDKITE_AGENT_ACCESS_TOKEN']}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify({ audience: config.tokenAudience.value }),
      ...(network && { network }),
    });
    return { text, source: { kind: 'provider', name: 'buildkite-agent' } };
  },
};
