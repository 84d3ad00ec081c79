import type { InstallationVerdict } from '../../core/installation/index.js';

/** What the verifier answers about an installed extension. */
export interface InstallationCalls {
  verifyExtension: {
    ask: { folder: string; bundle?: Uint8Array };
    part: never;
    answer: InstallationVerdict;
  };
}
