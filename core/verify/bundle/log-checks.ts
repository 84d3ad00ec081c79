import type { Bundle } from '../../bundle/index.js';
import type { LogEntry } from '../../transparency/index.js';
import type { TrustedRoot } from '../../trust/index.js';
import { notMade, outcomeOf } from '../../verdict/checks.js';
import { findingsOf, type LogFindings } from '../log-findings.js';
import { checkLogProofs, noProofs } from '../log-proofs.js';
import { bindBundleEntry, type Logged } from './bind-entry.js';

async function checkEntry(
  entry: LogEntry,
  version: Bundle['version'],
  logged: Logged,
  trust: TrustedRoot,
): Promise<Required<LogFindings>> {
  const bound = bindBundleEntry(entry, logged);
  const proofs =
    'body' in bound
      ? await checkLogProofs(entry, bound.body, trust, version === '0.1' ? 'inclusion' : 'set')
      : noProofs(entry, trust);
  return findingsOf(entry, [bound.check], proofs);
}

/** Bundles v0.1 have proofs without a checkpoint. Such a proof leads to a root that nobody signed, so it proves nothing. */
function withoutUnsignedProof(entry: LogEntry): LogEntry {
  if (entry.inclusionProof?.checkpoint !== '') return entry;
  const { inclusionProof: _, ...rest } = entry;
  return rest;
}

/**
 * Every log entry of a bundle. A v0.1 bundle needs the log's promise (SET), later ones the inclusion proof with its
 * checkpoint (sigstore_bundle.proto); everything else in an entry must be right too. One entry that holds is enough. Then a
 * check of another entry that could not be made is no gap, but a failed check still counts.
 */
export async function checkBundleLog(
  { version, logEntries }: Bundle,
  logged: Logged,
  trust: TrustedRoot,
): Promise<LogFindings> {
  if (logEntries.length === 0) {
    const missing = notMade('log-entry', 'LOG_ENTRY_MISSING', 'the bundle holds no log entry');
    return { checks: [missing], times: [] };
  }
  const entries = version === '0.1' ? logEntries.map(withoutUnsignedProof) : logEntries;
  const findings = await Promise.all(entries.map((entry) => checkEntry(entry, version, logged, trust)));
  const sound = findings.find(({ checks }) => outcomeOf(checks) === 'valid');
  const fact = (sound ?? findings[0])?.fact;
  const checks = findings.flatMap(({ checks: own }) => own);
  return {
    checks: sound ? checks.filter(({ outcome }) => outcome !== 'not-made') : checks,
    times: findings.flatMap(({ times }) => times),
    untimed: findings.flatMap(({ untimed }) => untimed),
    ...(fact && { fact }),
  };
}
