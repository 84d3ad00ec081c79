import type { AmbientSource } from './types.js';

/** SIGSTORE_ID_TOKEN: set by GitLab CI (`id_tokens`) and by every other system that can put a token there. */
export const envvar: AmbientSource = {
  name: 'envvar',
  async available(_config, env) {
    const yes = Boolean(env['SIGSTORE_ID_TOKEN']?.trim());
    return { yes, why: yes ? 'SIGSTORE_ID_TOKEN is set' : 'SIGSTORE_ID_TOKEN is not set' };
  },
  async take(_config, { env }) {
    return {
      text: env['SIGSTORE_ID_TOKEN'] ?? '',
      source: { kind: 'environment', variable: 'SIGSTORE_ID_TOKEN' },
    };
  },
};
