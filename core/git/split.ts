import type { ObjectFormat, SplitObject } from './types.js';

/**
 * Splits a raw commit or tag (no `commit N\0` in front) into what was signed and the signature over it, as git does.
 * @throws GitObjectError
 */
export function splitObject(_type: 'commit' | 'tag', _raw: Uint8Array, _format: ObjectFormat): SplitObject {
  throw new Error('not yet');
}
