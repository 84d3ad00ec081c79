import { fromMetadataServer, isGoogleCloud } from './google-metadata.js';
import type { AmbientSource } from './types.js';

/** The service account of a machine, container or function in Google Cloud. */
export const googleWorkload: AmbientSource = {
  name: 'google-workload-identity',
  async available(_config, env) {
    const yes = await isGoogleCloud(env);
    return { yes, why: yes ? 'this machine is in Google Cloud' : 'this machine is not in Google Cloud' };
  },
  async take(config, options) {
    const query = new URLSearchParams({ audience: config.tokenAudience.value, format: 'full' });
    const { text } = await fromMetadataServer(`/identity?${query}`, options);
    return { text, source: { kind: 'provider', name: 'google-workload-identity' } };
  },
};
