import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustSource } from './types.js';

const DAY_S = 86_400;

/** Seconds since a trusted root was last fetched; undefined for one that is not fetched at all. A shipped one is of no known age. */
export function trustAge(source: TrustSource, now: number): number | undefined {
  if (source.kind === 'tuf') return Math.max(0, now - source.refreshedAt);
  return source.kind === 'seed' ? Number.POSITIVE_INFINITY : undefined;
}

/** Whether a trusted root is to be fetched again: after a day. */
export function isRefreshDue(source: TrustSource, now: number): boolean {
  return (trustAge(source, now) ?? 0) > DAY_S;
}

/**
 * Takes the one attempt of the day to refresh, for all programs of this user. Synchronous: it is taken when a program ends.
 * @returns false when somebody has taken it, or when nothing can be written
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
