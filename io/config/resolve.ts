import type { GitConfigEntry } from '../git/index.js';
import type { Config, Settings } from './types.js';

/** What resolveConfig works from; nothing is read from anywhere else. */
export interface ConfigSources {
  readonly gitConfig: readonly GitConfigEntry[];
  readonly env: NodeJS.ProcessEnv;
  /** Command-line flags as text, by setting: `{ fulcioUrl: { name: '--fulcio-url', value: 'https://…' } }`. */
  readonly flags?: { readonly [K in keyof Settings]?: { readonly name: string; readonly value: string } };
  /** True when the user lets this repository's own configuration set trust (`readTrustedRepositories`). */
  readonly allowLocalTrust?: boolean;
}

/** The configuration. @throws ConfigError */
export function resolveConfig(_sources: ConfigSources): Config {
  throw new Error('not built yet');
}
