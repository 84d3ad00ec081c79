/**
 * A transparency-log entry as Sigstore's TransparencyLogEntry message carries it (protobuf-specs
 * sigstore_rekor.proto). Numbers are safe integers; `integratedTime` is Unix seconds, 0 in Rekor v2.
 */
export interface LogEntry {
  readonly logIndex: number;
  /** 32 bytes. */
  readonly logId: Uint8Array;
  readonly kind: string;
  readonly version: string;
  readonly integratedTime: number;
  /** The signed entry timestamp (SET): Rekor v1's promise to include. */
  readonly set?: Uint8Array;
  readonly inclusionProof?: InclusionProof;
  /** canonicalized_body. gitsign always leaves it out, so it must be rebuilt. */
  readonly body?: Uint8Array;
}

/**
 * True for an entry of a Rekor v2 log. Its kind shows it: hashedrekord and dsse 0.0.2 exist only there, but intoto 0.0.2
 * belongs to Rekor v1. Such an entry has neither a time nor a signed entry timestamp (rekor-tiles CLIENTS.md).
 */
export function isRekorV2({ kind, version }: LogEntry): boolean {
  return version === '0.0.2' && (kind === 'hashedrekord' || kind === 'dsse');
}

/** A Merkle inclusion proof within one log shard, with the checkpoint that commits to its root. */
export interface InclusionProof {
  readonly logIndex: number;
  readonly rootHash: Uint8Array;
  readonly treeSize: number;
  readonly hashes: readonly Uint8Array[];
  /** Signed note (C2SP tlog-checkpoint). */
  readonly checkpoint: string;
}

/** A parsed signed note with a checkpoint body (C2SP signed-note, tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  readonly signatures: readonly {
    readonly name: string;
    readonly keyHint: Uint8Array;
    readonly signature: Uint8Array;
  }[];
  /** The bytes that are signed: the note text up to and including the newline before the blank line. */
  readonly signedBytes: Uint8Array;
}
