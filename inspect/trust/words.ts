import { formatTime } from '../../core/encoding/index.js';
import { harmless } from '../../core/harmless/index.js';
import type { ValidityPeriod } from '../../core/trust/index.js';
import type { TrustSource } from '../../io/trust/index.js';

const DAY_S = 86_400;

/** How long ago, in whole days. */
export function age(seconds: number): string {
  const days = Math.max(0, Math.trunc(seconds / DAY_S));
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
}

/** The source of a trusted root, in one line. */
export function sourceText(source: TrustSource, now: number): string {
  switch (source.kind) {
    case 'file':
      return `the file ${harmless(source.path)}`;
    case 'key-files':
      return `the key files ${source.paths.map(harmless).join(', ')}`;
    case 'tuf':
      return `${harmless(source.mirror)} through TUF, refreshed ${age(now - source.refreshedAt)} (${formatTime(source.refreshedAt)})`;
    case 'seed':
      return 'the public-good root shipped with this program; never refreshed';
  }
}

/** A period in words, such as `2022-04-13 to now`. */
export function periodText({ start, end }: ValidityPeriod): string {
  return `${formatTime(start).slice(0, 10)} to ${end === undefined ? 'now' : formatTime(end).slice(0, 10)}`;
}
