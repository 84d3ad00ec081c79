/** What git asks to have signed. */
export type PayloadKind = 'commit' | 'tag' | 'push-certificate' | 'unknown';

/** What a payload on the signing program's standard input is, from its first bytes. */
export function payloadKind(_payload: Uint8Array): PayloadKind {
  throw new Error('not yet');
}
