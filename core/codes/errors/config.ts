import type { ErrorTable } from '../types.js';

/** A setting cannot be used. */
export const CONFIG_ERRORS = {
  CONFIG_VALUE_INVALID: [
    'a setting has a value that it cannot have',
    'correct it where the message says it was found (docs/configuration.md)',
  ],
} as const satisfies ErrorTable;
