import type { Finding, Location } from './types.js';

/** What somebody decided not to hear of: a rule, everywhere or in one file, with the reason and until when. */
export interface IgnoreEntry {
  readonly rule: string;
  /** The file; every place where it is left out. */
  readonly path?: string;
  readonly reason: string;
  /** Unix seconds after which it no longer counts. */
  readonly until?: number;
  /** Where it is written. */
  readonly at?: Location;
}

/** The findings with what is ignored marked, and the entries that were not needed. */
export interface IgnoreResult {
  readonly findings: readonly Finding[];
  /** Entries past their end: what they ignored counts again. */
  readonly expired: readonly IgnoreEntry[];
  /** Entries that meant no finding. */
  readonly unused: readonly IgnoreEntry[];
}

function means({ rule, path }: IgnoreEntry, finding: Finding): boolean {
  return rule === finding.rule && (path === undefined || path === pathOf(finding.at));
}

function pathOf(at: Location | undefined): string | undefined {
  return at?.path ?? (at?.kind === 'file' ? at.id : undefined);
}

/**
 * Marks the findings that entries speak of. None is dropped: an output says what was ignored and why. An entry without a reason, or
 * past its end, ignores nothing.
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
