import { parseRfc3339 } from '../../encoding/index.js';
import type { Member, PolicyReader } from './reader.js';

const DAY = 86_400;

/**
 * Unix seconds of `2027-01-31` or `2027-01-31T12:00:00Z`. A day alone is meant whole: its first second where something
 * begins, its last where something ends.
 */
export function readDate(text: string, meaning: 'begins' | 'ends'): number | undefined {
  const day = /^\d{4}-\d\d-\d\d$/.test(text);
  if (!day && !/[Tt]/.test(text)) return undefined;
  try {
    const time = Math.floor(parseRfc3339(day ? `${text}T00:00:00Z` : text));
    const [year, month, date] = text.slice(0, 10).split('-').map(Number);
    if (!isDate(year ?? 0, month ?? 0, date ?? 0)) return undefined;
    return day && meaning === 'ends' ? time + DAY - 1 : time;
  } catch {
    return undefined;
  }
}

function isDate(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

/** Whether a text is a whole object id, SHA-1 or SHA-256. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The whole object id a member holds. */
export function readObjectId(reader: PolicyReader, member: Member): string | undefined {
  const text = reader.text(member.value, member.name);
  if (text === undefined || isObjectId(text)) return text;
  reader.note(
    member.value,
    'POLICY_BAD_VALUE',
    `${member.name} must be a whole commit id (git rev-parse REV)`,
  );
  return undefined;
}
