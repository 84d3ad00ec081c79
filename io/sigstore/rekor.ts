import type { TransparencyLogEntry } from '@sigstore/protobuf-specs';
import { encodePem } from '../../core/encoding/index.js';
import type { LogEntry } from '../../core/transparency/index.js';
import { checkLoggedEntry } from './check-entry.js';
import { type Service, serviceFailure } from './failure.js';
import type { LogRequest } from './types.js';

const REKOR: Service = {
  name: 'Rekor',
  codes: {
    refused: 'REKOR_REFUSED',
    unavailable: 'REKOR_UNAVAILABLE',
    malformed: 'REKOR_ANSWER_MALFORMED',
  },
  refusedHint: 'the log does not take this entry; check rekorVersion and the URL of the log',
};

/**
 * Logs a signature as a hashedrekord (0.0.1 in Rekor v1, 0.0.2 in v2) and returns the entry with its body. The entry is
 * checked to be exactly this one, its inclusion proof to hold, and everything the log signed wherever `trust` knows the
 * log. An entry that was logged before (409) is fetched and checked in the same way.
 * @throws SigstoreError REKOR_*
 */
export async function logSignature(asked: LogRequest): Promise<LogEntry> {
  let entry: LogEntry;
  try {
    const { RekorWitness } = await import('@sigstore/sign');
    const witness = new RekorWitness({
      rekorBaseURL: asked.url,
      majorApiVersion: asked.version,
      fetchOnConflict: true,
      ...(asked.timeoutMs !== undefined && { timeout: asked.timeoutMs }),
    });
    const { tlogEntries } = await witness.testify(
      {
        $case: 'messageSignature',
        messageSignature: {
          messageDigest: { algorithm: 1, digest: Buffer.from(asked.digest) },
          signature: Buffer.from(asked.signature),
        },
      },
      encodePem('CERTIFICATE', asked.certificate),
    );
    entry = fromLibrary(tlogEntries?.[0]);
  } catch (error) {
    throw serviceFailure(REKOR, error);
  }
  await checkLoggedEntry(entry, asked);
  return entry;
}

function fromLibrary(entry: TransparencyLogEntry | undefined): LogEntry {
  if (entry?.logId === undefined || entry.kindVersion === undefined) throw new Error('no entry');
  const proof = entry.inclusionProof;
  const set = entry.inclusionPromise?.signedEntryTimestamp;
  return {
    logIndex: safeInteger(entry.logIndex),
    logId: new Uint8Array(entry.logId.keyId),
    kind: entry.kindVersion.kind,
    version: entry.kindVersion.version,
    integratedTime: safeInteger(entry.integratedTime),
    body: new Uint8Array(entry.canonicalizedBody),
    ...(set && { set: new Uint8Array(set) }),
    ...(proof && {
      inclusionProof: {
        logIndex: safeInteger(proof.logIndex),
        treeSize: safeInteger(proof.treeSize),
        rootHash: new Uint8Array(proof.rootHash),
        hashes: proof.hashes.map((hash) => new Uint8Array(hash)),
        checkpoint: String(proof.checkpoint?.envelope ?? ''),
      },
    }),
  };
}

function safeInteger(text: string): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new Error('a number that is none');
  return number;
}
