import type { Frame } from '../frame/frame.js';
import type { Signatures } from '../signatures/signatures.js';

/** What this feature needs besides the frame. `refresh` verifies everything again: what is trusted may have changed. */
export type SigningNeeds = Pick<Signatures, 'store' | 'refresh'>;

/** What the frame and the other features provide. */
export type SigningContext = Frame & SigningNeeds;

export type SigningCommand = 'setUp' | 'undo' | 'try' | 'signIn' | 'signOut' | 'status' | 'check';
