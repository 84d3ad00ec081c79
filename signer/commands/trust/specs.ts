import { TEXT_OR_JSON } from '../../options/common.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal trust show`. */
export const TRUST_SHOW = {
  name: 'trust show',
  summary: 'the trusted root in use: source, age, digest, and who is believed when',
  options: { format: TEXT_OR_JSON },
} as const satisfies CommandSpec;

/** `waxseal trust update`. */
export const TRUST_UPDATE = {
  name: 'trust update',
  summary: 'fetch the trusted root through TUF now',
  about: ['What is expired or older than before is refused, and the root in use stays.'],
  options: { format: TEXT_OR_JSON },
  statuses: '0 done, 1 the update failed, 2 no answer',
} as const satisfies CommandSpec;
