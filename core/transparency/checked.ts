import { EncodingError } from '../encoding/index.js';
import { TransparencyError } from './error.js';
import type { InclusionProof, LogEntry } from './types.js';

const HASH_LENGTH = 32;
/** A tree of 2^53 leaves has proofs of 53 hashes. */
const MAX_PROOF = 64;
const MAX_NAME = 64;

function malformed(what: string): TransparencyError {
  return new TransparencyError('LOG_ENTRY_MALFORMED', what);
}

function checkProof({ rootHash, hashes }: InclusionProof): void {
  if (rootHash.length !== HASH_LENGTH || hashes.some((hash) => hash.length !== HASH_LENGTH))
    throw malformed('a hash of the inclusion proof is not 32 bytes long');
  if (hashes.length > MAX_PROOF) throw malformed(`the inclusion proof has more than ${MAX_PROOF} hashes`);
}

/**
 * Returns the entry when everything that each format requires is there and has the right size.
 * @throws TransparencyError LOG_ENTRY_MALFORMED
 */
export function checkedEntry(entry: LogEntry): LogEntry {
  if (entry.logId.length !== HASH_LENGTH) throw malformed('the log id is not 32 bytes long');
  for (const name of [entry.kind, entry.version])
    if (name.length === 0 || name.length > MAX_NAME)
      throw malformed('the log entry does not say what kind it is');
  if (entry.inclusionProof) checkProof(entry.inclusionProof);
  return entry;
}

/** What `read` returns; its EncodingError becomes LOG_ENTRY_MALFORMED. */
export function asEntryError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EncodingError) throw malformed(error.message);
    throw error;
  }
}
