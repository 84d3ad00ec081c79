import { FORMAT } from '../../options/common.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal doctor`. */
export const DOCTOR = {
  name: 'doctor',
  summary: 'find what is wrong with this set-up, and how to fix it',
  options: {
    offline: { type: 'boolean', help: 'ask no server; the checks that need one are shown as not made' },
    format: FORMAT,
  },
  notes: [
    'Set WAXSEAL_DEBUG_LOG=FILE (or waxseal.debugLog) to log to a file what the program does. Secrets are left out.',
  ],
  statuses: '0 nothing is wrong, 1 something is wrong, 2 no answer',
} as const satisfies CommandSpec;
