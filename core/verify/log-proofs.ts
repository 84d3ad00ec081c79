import { isWithin } from '../certificate/index.js';
import { equalBytes, toHex } from '../encoding/index.js';
import {
  type Checkpoint,
  isRekorV2,
  type LogEntry,
  leafHash,
  parseCheckpoint,
  TransparencyError,
  verifyCheckpoint,
  verifyInclusion,
  verifySet,
} from '../transparency/index.js';
import { findLogs, type TrustedLog, type TrustedRoot } from '../trust/index.js';
import type { CheckName } from '../verdict/check-names.js';
import { failed, notMade, outcomeOf, passed } from '../verdict/checks.js';
import type { Check } from '../verdict/verdict.js';

const PROOFS = ['set', 'inclusion', 'checkpoint'] as const satisfies readonly CheckName[];

/** The checks of an entry's proofs, and the log that they are checked with; no log when it is unknown. */
export interface LogProofs {
  readonly checks: readonly Check[];
  readonly log?: TrustedLog;
}

/** For an entry about something else: no checks of proofs, only the log that it names. */
export function noProofs(entry: LogEntry, trust: TrustedRoot): LogProofs {
  const [log] = findLogs(trust.logs, entry.logId, entry.integratedTime);
  return { checks: [], ...(log && { log }) };
}

/**
 * The proof that an entry need not have. If it is there, it is still checked. A Rekor v2 entry always needs its inclusion
 * proof.
 */
export type Dispensable = 'set' | 'inclusion' | undefined;

/**
 * Whether the log really contains this body: its signed entry timestamp (Rekor v1 only), the inclusion proof, and the signed
 * checkpoint whose root the proof leads to (RFC 9162 section 2.1.3.2, C2SP tlog-checkpoint). Rekor v2 entries have no signed
 * entry timestamp and must not claim a time.
 */
export async function checkLogProofs(
  entry: LogEntry,
  body: Uint8Array,
  trust: TrustedRoot,
  dispensable?: Dispensable,
): Promise<LogProofs> {
  let found: LogProofs | undefined;
  // A log may be listed several times, with other periods or addresses. One listing that fits the whole entry is enough.
  for (const log of findLogs(trust.logs, entry.logId, entry.integratedTime)) {
    const checks = await proofsOf(entry, body, log, dispensable);
    if (outcomeOf(checks) === 'valid') return { checks, log };
    found ??= { checks, log };
  }
  const id = toHex(entry.logId).slice(0, 16);
  const unknown = `log ${id}… is not in the trusted root`;
  return found ?? { checks: PROOFS.map((name) => notMade(name, 'LOG_UNKNOWN', unknown)) };
}

async function proofsOf(
  entry: LogEntry,
  body: Uint8Array,
  log: TrustedLog,
  dispensable: Dispensable,
): Promise<Check[]> {
  const noSet = !isRekorV2(entry) && !entry.set && dispensable === 'set';
  const noProof = !isRekorV2(entry) && !entry.inclusionProof && dispensable === 'inclusion';
  const [set, inclusion] = await Promise.all([
    noSet ? [] : checkSet(entry, body, log),
    noProof ? [] : checkInclusion(entry, body, log),
  ]);
  return [...set, ...inclusion];
}

async function checkSet(entry: LogEntry, body: Uint8Array, log: TrustedLog): Promise<Check[]> {
  if (isRekorV2(entry)) {
    if (entry.set || entry.integratedTime !== 0)
      return [
        failed('set', 'LOG_ENTRY_MALFORMED', 'a Rekor v2 entry with a time or a signed entry timestamp'),
      ];
    if (entry.inclusionProof && entry.inclusionProof.logIndex !== entry.logIndex)
      return [
        failed('set', 'LOG_ENTRY_MALFORMED', 'a Rekor v2 entry that is not at the index it is proven at'),
      ];
    return [];
  }
  if (!entry.set) return [notMade('set', 'SET_MISSING', 'the log entry has no signed entry timestamp')];
  if (!isWithin(log.validFor, entry.integratedTime)) {
    return [
      failed('set', 'LOG_OUTSIDE_VALIDITY', 'the entry is dated outside the period its log is trusted for'),
    ];
  }
  return (await verifySet(entry, body, log))
    ? [passed('set', `the log signed index ${entry.logIndex} and its time`)]
    : [failed('set', 'SET_WRONG', 'the signed entry timestamp is not the log’s for this entry')];
}

async function checkInclusion(entry: LogEntry, body: Uint8Array, log: TrustedLog): Promise<Check[]> {
  const proof = entry.inclusionProof;
  if (!proof) {
    const detail = 'the log entry has no inclusion proof';
    return [
      notMade('inclusion', 'INCLUSION_PROOF_MISSING', detail),
      notMade('checkpoint', 'INCLUSION_PROOF_MISSING', detail),
    ];
  }
  const included = verifyInclusion(leafHash(body), proof)
    ? passed('inclusion', `entry ${proof.logIndex} of a tree of ${proof.treeSize}`)
    : failed(
        'inclusion',
        'INCLUSION_PROOF_WRONG',
        'the Merkle path does not lead from this entry to the root',
      );
  return [included, await checkCheckpoint(proof.checkpoint, proof, log)];
}

async function checkCheckpoint(
  text: string,
  proof: { readonly rootHash: Uint8Array; readonly treeSize: number },
  log: TrustedLog,
): Promise<Check> {
  let checkpoint: Checkpoint;
  try {
    checkpoint = parseCheckpoint(text);
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
    return failed('checkpoint', 'CHECKPOINT_MALFORMED', error.message);
  }
  if (!equalBytes(checkpoint.rootHash, proof.rootHash) || checkpoint.treeSize !== proof.treeSize) {
    return failed(
      'checkpoint',
      'CHECKPOINT_ROOT_MISMATCH',
      'the checkpoint is of another tree than the inclusion proof',
    );
  }
  switch (await verifyCheckpoint(checkpoint, log)) {
    case 'ok':
      return passed('checkpoint', `signed by ${checkpoint.origin}`);
    case 'origin-wrong':
      return failed('checkpoint', 'CHECKPOINT_ORIGIN_WRONG', 'the checkpoint names another log');
    case 'signature-wrong':
      return failed(
        'checkpoint',
        'CHECKPOINT_SIGNATURE_WRONG',
        'the checkpoint’s signature is not the log’s',
      );
    case 'no-signature-of-this-key':
      return failed(
        'checkpoint',
        'CHECKPOINT_SIGNATURE_WRONG',
        'the checkpoint is not signed by the log’s key',
      );
  }
}
