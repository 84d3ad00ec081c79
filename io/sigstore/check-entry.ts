import { equalBytes } from '../../core/encoding/index.js';
import {
  hashedRekordBody,
  type LogEntry,
  leafHash,
  parseCheckpoint,
  verifyCheckpoint,
  verifyInclusion,
  verifySet,
} from '../../core/transparency/index.js';
import { findLogs, type TrustedLog } from '../../core/trust/index.js';
import { SigstoreError } from './error.js';
import type { LogRequest } from './types.js';

const HINT = 'do not use this log: it gives wrong answers, or somebody on the network changes them';

/**
 * Refuses a log entry that is not exactly the requested one, or whose proofs are wrong. Now the commit can still be
 * made again. Later it could not be verified.
 * @throws SigstoreError REKOR_NOT_OUR_ENTRY, REKOR_PROOF_WRONG
 */
export async function checkLoggedEntry(entry: LogEntry, asked: LogRequest): Promise<void> {
  const version = asked.version === 1 ? '0.0.1' : '0.0.2';
  const body = hashedRekordBody({
    version,
    digest: asked.digest,
    signature: asked.signature,
    certificateDer: asked.certificate,
  });
  const ours =
    entry.kind === 'hashedrekord' &&
    entry.version === version &&
    equalBytes(entry.body ?? new Uint8Array(), body);
  if (!ours) {
    throw new SigstoreError(
      'REKOR_NOT_OUR_ENTRY',
      'the log answered with an entry that is not for this digest, signature and certificate',
      HINT,
    );
  }
  const wrong = await wrongProof(entry, body, asked);
  if (wrong) throw new SigstoreError('REKOR_PROOF_WRONG', `the log's answer does not hold: ${wrong}`, HINT);
}

async function wrongProof(entry: LogEntry, body: Uint8Array, asked: LogRequest): Promise<string | undefined> {
  const proof = entry.inclusionProof;
  if (proof === undefined) return 'there is no inclusion proof';
  if (!verifyInclusion(leafHash(body), proof)) return 'the inclusion proof is wrong';
  let checkpoint: ReturnType<typeof parseCheckpoint>;
  try {
    checkpoint = parseCheckpoint(proof.checkpoint);
  } catch {
    return 'the checkpoint is malformed';
  }
  if (checkpoint.treeSize !== proof.treeSize || !equalBytes(checkpoint.rootHash, proof.rootHash))
    return 'the checkpoint is of another tree than the inclusion proof';
  if (asked.version === 1 && entry.set === undefined) return 'there is no signed entry timestamp';
  const logs = asked.trust ? findLogs(asked.trust.logs, entry.logId, entry.integratedTime) : [];
  const wrong = await Promise.all(logs.map((log) => wrongSignature(entry, body, log, checkpoint)));
  return wrong.includes(undefined) ? undefined : wrong[0];
}

async function wrongSignature(
  entry: LogEntry,
  body: Uint8Array,
  log: TrustedLog,
  checkpoint: ReturnType<typeof parseCheckpoint>,
): Promise<string | undefined> {
  if (entry.set && !(await verifySet(entry, body, log))) return 'the signed entry timestamp is wrong';
  const result = await verifyCheckpoint(checkpoint, log);
  return result === 'ok' ? undefined : `the checkpoint is not the log's (${result})`;
}
