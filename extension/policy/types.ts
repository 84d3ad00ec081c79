import type { Frame } from '../frame/frame.js';
import type { Caller } from '../frame/thread/protocol.js';
import type { Store } from '../signatures/state/store.js';
import type { PolicyCalls } from './calls.js';
import type { InForce } from './in-force.js';

/** What this feature needs besides the frame. */
export interface PolicyNeeds {
  readonly verifier: Caller<PolicyCalls>;
  readonly store: Store;
}

/** What its commands need. */
export interface CommandContext extends PolicyNeeds, Pick<Frame, 'documents'> {
  readonly inForce: InForce;
}
