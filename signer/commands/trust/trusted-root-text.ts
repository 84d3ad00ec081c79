import { formatTime } from '../../../core/encoding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import { type Evidence, isWithin } from '../../../core/trust/index.js';
import { periodText, sourceText, type TrustedList, trustedLists } from '../../../inspect/trust/index.js';
import type { LoadedTrust } from '../../../io/trust/index.js';

/** For each kind: the member of the JSON document, and the heading. */
const WORDS: Readonly<Record<TrustedList['kind'], readonly [member: string, heading: string]>> = {
  'certificate-authority': ['certificateAuthorities', 'certificate authorities'],
  log: ['logs', 'logs'],
  'certificate-log': ['certificateLogs', 'certificate logs'],
  'timestamp-authority': ['timestampAuthorities', 'timestamp authorities'],
};

const ASKS: Readonly<Record<Evidence, string>> = {
  issuer: 'an issuer in the certificate',
  sct: 'an SCT',
  log: 'a log entry',
  timestamp: 'a timestamp',
};

/** `waxseal trust show` as text. */
export function trustText({ root, source, notes }: LoadedTrust, now: number): string {
  const lines = [`source  ${sourceText(source, now)}`, `digest  ${harmless(root.digest)}`];
  for (const { kind, entries: list } of trustedLists(root)) {
    const [, title] = WORDS[kind];
    lines.push('', list.length === 0 ? `${title}: none` : `${title}:`);
    for (const { name, validFor, profile } of list) {
      const state = isWithin(validFor, now) ? '' : ', not in use now';
      lines.push(`  ${harmless(name)}`, `      ${periodText(validFor)}${state}`);
      if (profile)
        lines.push(`      profile ${profile.name}: ${profile.requires.map((word) => ASKS[word]).join(', ')}`);
    }
  }
  const passedOver = [...root.skipped, ...notes].map((note) => `note  ${harmless(note)}`);
  return `${[...lines, ...(passedOver.length > 0 ? ['', ...passedOver] : [])].join('\n')}\n`;
}

/** `waxseal trust show` as members of a JSON document (docs/json.md). */
export function trustJson({ root, source, notes }: LoadedTrust, now: number): Record<string, unknown> {
  const lists = trustedLists(root).map(({ kind, entries: list }) => [
    WORDS[kind][0],
    list.map(({ name, validFor, profile }) => ({
      name,
      start: formatTime(validFor.start),
      ...(validFor.end !== undefined && { end: formatTime(validFor.end) }),
      inUse: isWithin(validFor, now),
      ...(profile && { profile: { name: profile.name, requires: profile.requires } }),
    })),
  ]);
  return {
    digest: root.digest,
    source: 'refreshedAt' in source ? { ...source, refreshedAt: formatTime(source.refreshedAt) } : source,
    ...Object.fromEntries(lists),
    skipped: root.skipped,
    notes,
  };
}
