import type { Origin } from './types.js';

/** A configuration value that cannot be used. The message names the key, the value and where it was found. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'CONFIG_VALUE_INVALID';
  constructor(
    message: string,
    readonly origin: Origin,
  ) {
    super(message);
  }
}
