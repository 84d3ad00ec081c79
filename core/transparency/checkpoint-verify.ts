import type { PublicKey } from '../primitives/index.js';
import type { TrustedLog } from '../trust/types.js';
import type { Checkpoint } from './types.js';

/** Whether a checkpoint is this log's. */
export type CheckpointResult = 'ok' | 'signature-wrong' | 'origin-wrong' | 'no-signature-of-this-key';

/** SHA-256 key id of a note verifier; its first four bytes are the key hint. */
export function checkpointKeyId(_name: string, _key: PublicKey): Uint8Array {
  throw new Error('not yet');
}

/** Checks the origin and the signature of a checkpoint against one log. */
export function verifyCheckpoint(_checkpoint: Checkpoint, _log: TrustedLog): Promise<CheckpointResult> {
  throw new Error('not yet');
}
