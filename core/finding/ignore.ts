import type { Finding, Location } from './types.js';

/** A decision to ignore a rule, everywhere or in one file, with a reason and an end. */
export interface IgnoreEntry {
  readonly rule: string;
  /** The file; without it, the entry applies everywhere. */
  readonly path?: string;
  readonly reason: string;
  /** Unix seconds after which it no longer applies. */
  readonly until?: number;
  /** Where the entry is written. */
  readonly at?: Location;
}

/** All findings, the ignored ones marked, and the entries that had no effect. */
export interface IgnoreResult {
  readonly findings: readonly Finding[];
  /** Entries past their end. What they ignored counts again. */
  readonly expired: readonly IgnoreEntry[];
  /** Entries that match no finding. */
  readonly unused: readonly IgnoreEntry[];
}

function means({ rule, path }: IgnoreEntry, finding: Finding): boolean {
  return rule === finding.rule && (path === undefined || path === pathOf(finding.at));
}

function pathOf(at: Location | undefined): string | undefined {
  return at?.path ?? (at?.kind === 'file' ? at.id : undefined);
}

/**
 * Marks the findings that an entry matches. No finding is dropped: the output says what was ignored and why. An entry without
 * a reason, or past its end, ignores nothing.
 * @param now Unix seconds
 */
export function withIgnores(
  findings: readonly Finding[],
  entries: readonly IgnoreEntry[],
  now: number,
): IgnoreResult {
  const expired = entries.filter(({ until }) => until !== undefined && until < now);
  const inForce = entries.filter((entry) => entry.reason.trim() !== '' && !expired.includes(entry));
  const used = new Set<IgnoreEntry>();
  const marked = findings.map((finding) => {
    const entry = inForce.find((one) => means(one, finding));
    if (!entry) return finding;
    used.add(entry);
    const { reason, until } = entry;
    return { ...finding, ignored: { reason, ...(until !== undefined && { until }) } };
  });
  return { findings: marked, expired, unused: inForce.filter((entry) => !used.has(entry)) };
}
