import type { ObjectFormat } from './types.js';

/** Object id in lower-case hex: the hash of `type SP length NUL raw`. */
export function objectId(_type: 'commit' | 'tag', _raw: Uint8Array, _format: ObjectFormat): string {
  throw new Error('not yet');
}
