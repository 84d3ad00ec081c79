import { startsAt, utf8 } from '../encoding/index.js';

/** What git asks to have signed. */
export type PayloadKind = 'commit' | 'tag' | 'push-certificate' | 'unknown';

const FIRST = [
  ['commit', utf8('tree ')],
  ['tag', utf8('object ')],
  ['push-certificate', utf8('certificate version ')],
] as const;

/** The kind of a payload that git gives to its signing program, by its first bytes (send-pack.c for push certificates). */
export function payloadKind(payload: Uint8Array): PayloadKind {
  return FIRST.find(([, prefix]) => startsAt(payload, prefix, 0))?.[0] ?? 'unknown';
}
