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
  /** When a log promised an entry; Rekor v2 never says. */
  readonly times: readonly ProvenTime[];
  readonly fact?: LogEntryFact;
  /** The entries for whose time no log vouches: the timestamps are held against the periods of their logs. */
  readonly untimed?: readonly LogEntry[];
}

/** The findings of one entry: its own checks, then what its proofs are worth. */
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

/** Without a signed entry timestamp nobody vouches for the time and the index an entry states: only its proof does. */
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
 * The fault of entries that state no time: a log that was no longer trusted when the signature was made cannot have
 * logged it while it was. (Before its period began says nothing: a signature may be logged later.) As with a certificate's
 * end, a token's accuracy does not reach over the end of the period.
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
