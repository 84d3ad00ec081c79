import type { InForce } from './in-force.js';
import type { PolicyContext } from './types.js';

/** What the commands about policies work with. */
export interface CommandContext extends PolicyContext {
  readonly inForce: InForce;
}
