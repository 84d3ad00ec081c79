import type { ObjectFormat } from './types.js';

/** What git puts together into a signed object. */
export interface ObjectParts {
  readonly type: 'commit' | 'tag';
  readonly payload: Uint8Array;
  /** Armored signature, with its final newline. */
  readonly armor: Uint8Array;
  readonly format: ObjectFormat;
}

/** The raw object git will write from a payload and its signature. */
export function joinObject(_parts: ObjectParts): Uint8Array {
  throw new Error('not yet');
}
