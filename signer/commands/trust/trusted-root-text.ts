import { nameText } from '../../../core/certificate/index.js';
import { formatTime, toHex } from '../../../core/encoding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import {
  type Evidence,
  isWithin,
  type Profile,
  profileOf,
  type TrustedAuthority,
  type TrustedLog,
  type TrustedRoot,
  type ValidityPeriod,
} from '../../../core/trust/index.js';
import type { LoadedTrust } from '../../../io/trust/index.js';
import { periodText, sourceText } from './words.js';

interface Entry {
  readonly name: string;
  readonly validFor: ValidityPeriod;
  /** The evidence that signatures with its certificates must have. */
  readonly profile?: Profile;
}

function ofCertificateAuthority(authority: TrustedAuthority): Entry {
  return { ...ofAuthority(authority), profile: profileOf([authority]) };
}

function ofAuthority({ uri, chain, validFor }: TrustedAuthority): Entry {
  const [issuing] = chain;
  const subject = issuing ? nameText(issuing.subject) : 'no certificate';
  return { name: uri ? `${uri} (${subject})` : subject, validFor };
}

function ofLog({ baseUrl, logId, validFor }: TrustedLog): Entry {
  const id = toHex(logId).slice(0, 16);
  return { name: baseUrl ? `${baseUrl} (${id})` : id, validFor };
}

function entries(root: TrustedRoot): readonly (readonly [string, string, readonly Entry[]])[] {
  return [
    [
      'certificateAuthorities',
      'certificate authorities',
      root.certificateAuthorities.map(ofCertificateAuthority),
    ],
    ['logs', 'logs', root.logs.map(ofLog)],
    ['certificateLogs', 'certificate logs', root.ctLogs.map(ofLog)],
    ['timestampAuthorities', 'timestamp authorities', root.timestampAuthorities.map(ofAuthority)],
  ];
}

const ASKS: Readonly<Record<Evidence, string>> = {
  issuer: 'an issuer in the certificate',
  sct: 'an SCT',
  log: 'a log entry',
  timestamp: 'a timestamp',
};

/** `waxseal trust show` as text. */
export function trustText({ root, source, notes }: LoadedTrust, now: number): string {
  const lines = [`source  ${sourceText(source, now)}`, `digest  ${harmless(root.digest)}`];
  for (const [, title, list] of entries(root)) {
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
  const lists = entries(root).map(([member, , list]) => [
    member,
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
