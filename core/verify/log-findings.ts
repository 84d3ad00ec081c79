import { toHex } from '../encoding/index.js';
import type { LogEntry } from '../transparency/index.js';
import { findLogs, type TrustedLog, type TrustedRoot } from '../trust/index.js';
import { failed } from '../verdict/checks.js';
import type { Check, LogEntryFact } from '../verdict/verdict.js';
import type { LogProofs } from './log-proofs.js';
import type { ProvenTime } from './signing-time.js';

/** What the log entries of a signature show. */
export interface LogFindings {
  readonly checks: readonly Check[];
  /** The times at which logs promised an entry; Rekor v2 states none. */
  readonly times: readonly ProvenTime[];
  readonly fact?: LogEntryFact;
  /** The entries whose time no log states. The timestamps are then compared with the periods of their logs. */
  readonly untimed?: readonly LogEntry[];
}

/** The findings about one entry: its own checks, then those of its proofs. */
export function findingsOf(
  entry: LogEntry,
  own: readonly Check[],
  { checks: proofs, log }: LogProofs,
): Required<LogFindings> {
  const times = timesOf(entry, proofs);
  return {
    checks: [...own, ...proofs],
    times,
    fact: factOf(entry, proofs, log),
    untimed: times.length === 0 ? [entry] : [],
  };
}

function holds(proofs: readonly Check[], name: Check['name']): boolean {
  return proofs.some((check) => check.name === name && check.outcome === 'passed');
}

function timesOf(entry: LogEntry, proofs: readonly Check[]): ProvenTime[] {
  return holds(proofs, 'set') ? [{ source: 'rekor', time: entry.integratedTime, accuracy: 0 }] : [];
}

/** Without a signed entry timestamp, nobody signed the time and the index of an entry; only its proof gives an index. */
function factOf(entry: LogEntry, proofs: readonly Check[], log: TrustedLog | undefined): LogEntryFact {
  const proven = holds(proofs, 'inclusion') && holds(proofs, 'checkpoint');
  const promised = holds(proofs, 'set');
  const provenIndex = proven && !promised ? entry.inclusionProof?.logIndex : undefined;
  return {
    log: log?.baseUrl || toHex(entry.logId),
    index: provenIndex ?? entry.logIndex,
    integratedTime: proven && !promised ? 0 : entry.integratedTime,
    inclusion: proven ? 'proven' : promised ? 'promised' : 'not-checked',
  };
}

/**
 * The failed check of entries without a time, or undefined. When the log was no longer trusted at the time of the signature,
 * it cannot have logged the signature within its period. (A time before the period is no problem: a signature may be logged
 * later.) The accuracy of a token does not extend the end of the period, just as for a certificate.
 */
export function afterLogPeriod(
  entries: readonly LogEntry[],
  times: readonly ProvenTime[],
  trust: TrustedRoot,
): Check[] {
  const ended = entries.some(({ logId }) => {
    const ends = findLogs(trust.logs, logId).map(({ validFor }) => validFor.end ?? Number.POSITIVE_INFINITY);
    return ends.length > 0 && times.some(({ time }) => time > Math.max(...ends));
  });
  const detail = 'the signature is younger than the period its log is trusted for';
  return ended ? [failed('log-entry', 'LOG_OUTSIDE_VALIDITY', detail)] : [];
}
