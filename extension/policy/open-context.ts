import type { InForce } from './in-force.js';
import type { PolicyContext } from './types.js';

/** What the policy commands need. */
export interface CommandContext extends PolicyContext {
  readonly inForce: InForce;
}
