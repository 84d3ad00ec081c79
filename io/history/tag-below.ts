import { latin1 } from '../../core/encoding/index.js';

/** The id of the tag that a tag points to; undefined when it points to something else. */
export function tagBelow(raw: Uint8Array): string | undefined {
  return /^object ([0-9a-f]{40}|[0-9a-f]{64})\ntype tag\n/.exec(latin1(raw.subarray(0, 100)))?.[1];
}
