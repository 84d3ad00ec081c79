import { formatTime, parseRfc3339 } from '../encoding/index.js';
import type { Member, PolicyReader } from './reader.js';

const DAY = 86_400;

/**
 * Unix seconds of `2027-01-31` or `2027-01-31T12:00:00Z`. A day without a time is the whole day: its first second for a
 * start, its last second for an end.
 */
export function readDate(text: string, meaning: 'begins' | 'ends'): number | undefined {
  const day = text.slice(0, 10);
  try {
    const start = parseRfc3339(`${day}T00:00:00Z`);
    // JavaScript reads 30 February as 2 March.
    if (!formatTime(start).startsWith(day)) return undefined;
    if (text !== day) return Math.floor(parseRfc3339(text));
    return meaning === 'ends' ? start + DAY - 1 : start;
  } catch {
    return undefined;
  }
}

/** Whether a text is a full object id, SHA-1 or SHA-256. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The full object id in a member. */
export function readObjectId(reader: PolicyReader, member: Member): string | undefined {
  const text = reader.text(member.value, member.name);
  if (text === undefined || isObjectId(text)) return text;
  reader.note(member.value, 'POLICY_BAD_VALUE', 'commit-id', { field: member.name });
  return undefined;
}
