import { FORMAT, TEXT_OR_JSON } from '../../options/common.js';
import type { CommandSpec } from '../../options/spec.js';

/** `waxseal trust show`. */
export const TRUST_SHOW = {
  name: 'trust show',
  summary: 'show the trusted root in use, its source, and who is trusted when',
  options: { format: FORMAT },
} as const satisfies CommandSpec;

/** `waxseal trust update`. */
export const TRUST_UPDATE = {
  name: 'trust update',
  summary: 'fetch the trusted root through TUF now',
  about: ['A trusted root that is expired, or older than the one in use, is refused; the one in use stays.'],
  options: { format: TEXT_OR_JSON },
  statuses: '0 updated, 1 the update failed, 2 no answer',
} as const satisfies CommandSpec;
