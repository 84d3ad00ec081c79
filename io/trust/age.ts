import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustSource } from './types.js';

const DAY_S = 86_400;

/**
 * Seconds since a trusted root was last fetched; undefined for one that is never fetched. The age of a shipped root
 * is not known.
 */
export function trustAge(source: TrustSource, now: number): number | undefined {
  if (source.kind === 'tuf') return Math.max(0, now - source.refreshedAt);
  return source.kind === 'seed' ? Number.POSITIVE_INFINITY : undefined;
}

/** Whether a trusted root must be fetched again: after a day. */
export function isRefreshDue(source: TrustSource, now: number): boolean {
  return (trustAge(source, now) ?? 0) > DAY_S;
}

/**
 * Claims the one attempt to refresh for today, for all programs of this user. It is synchronous, because it runs
 * when a program ends.
 * @returns false if the attempt was claimed already, or if nothing can be written
 */
export function takeAttempt(cacheDirectory: string, now: number): boolean {
  const marker = join(cacheDirectory, 'trust-attempt');
  try {
    const since = now - statSync(marker).mtimeMs / 1000;
    if (since >= 0 && since < DAY_S) return false;
    utimesSync(marker, now, now);
    return true;
  } catch {
    return isNew(marker);
  }
}

function isNew(marker: string): boolean {
  try {
    writeFileSync(marker, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
