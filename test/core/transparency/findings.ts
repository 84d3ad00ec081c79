import { equalBytes } from '../../../core/encoding/index.js';
import {
  type LogEntry,
  leafHash,
  parseCheckpoint,
  verifyCheckpoint,
  verifyInclusion,
  verifySet,
} from '../../../core/transparency/index.js';
import { findLogs, type TrustedRoot } from '../../../core/trust/index.js';

/** Every check of this folder for an entry. */
export interface Findings {
  readonly set: boolean | 'absent';
  readonly inclusion: boolean;
  readonly checkpoint: string;
  readonly sameRoot: boolean;
}

/** The results for an entry with this body; undefined when its log is unknown or it has no inclusion proof. */
export async function findings(
  entry: LogEntry,
  body: Uint8Array,
  root: TrustedRoot,
): Promise<Findings | undefined> {
  const [log] = findLogs(root.logs, entry.logId);
  if (!log || !entry.inclusionProof) return undefined;
  const checkpoint = parseCheckpoint(entry.inclusionProof.checkpoint);
  return {
    set: entry.set ? await verifySet(entry, body, log) : 'absent',
    inclusion: verifyInclusion(leafHash(body), entry.inclusionProof),
    checkpoint: await verifyCheckpoint(checkpoint, log),
    sameRoot:
      equalBytes(checkpoint.rootHash, entry.inclusionProof.rootHash) &&
      checkpoint.treeSize === entry.inclusionProof.treeSize,
  };
}
