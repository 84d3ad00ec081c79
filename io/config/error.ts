import type { CONFIG_ERRORS } from '../../core/codes/errors/config.js';
import { harmless } from '../../core/harmless/index.js';
import { redacted } from '../debug-log.js';
import type { Origin } from './types.js';

/**
 * A configuration value that cannot be used. The message names the key, the value without passwords and tokens, and where
 * it was found.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'CONFIG_VALUE_INVALID' satisfies keyof typeof CONFIG_ERRORS;
  readonly value: string;

  constructor(
    readonly origin: Origin,
    value: string,
    mustBe: string,
  ) {
    super(harmless(`${describeOrigin(origin)}: "${redacted(value).slice(0, 100)}" is not ${mustBe}`));
    this.value = redacted(value);
  }
}

/** An origin in words: `waxseal.fulcio (global, file:/home/me/.gitconfig)`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.source) {
    case 'default':
      return 'default';
    case 'git':
      return harmless(`${origin.name} (${origin.scope}, ${origin.place})`);
    case 'environment':
      return `environment variable ${origin.name}`;
    case 'flag':
      return `option ${origin.name}`;
  }
}
