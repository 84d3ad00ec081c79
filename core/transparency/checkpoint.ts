import type { Checkpoint } from './types.js';

/**
 * Parses a signed note with a checkpoint body (C2SP signed-note and tlog-checkpoint), strictly.
 * @throws TransparencyError CHECKPOINT_MALFORMED
 */
export function parseCheckpoint(_text: string): Checkpoint {
  throw new Error('not yet');
}
