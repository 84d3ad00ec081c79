import { FORMAT } from '../../options/common.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal doctor`. */
export const DOCTOR = {
  name: 'doctor',
  summary: 'what is wrong with this set-up, and the fix',
  options: {
    offline: { type: 'boolean', help: 'ask no server; what could not be checked then is "not made"' },
    format: FORMAT,
  },
  notes: ['WAXSEAL_DEBUG_LOG=FILE (waxseal.debugLog) has what is done written to a file, without secrets.'],
  statuses: '0 nothing is wrong, 1 something is, 2 no answer',
} as const satisfies CommandSpec;
