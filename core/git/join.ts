import { concatBytes, utf8 } from '../encoding/index.js';
import { nextLine } from './lines.js';
import { joinPieces } from './pieces.js';
import { signatureHeader } from './signature-header.js';
import type { ObjectFormat } from './types.js';

const LF = 0x0a;
const SPACE = utf8(' ');

/** What git puts together into a signed object. */
export interface ObjectParts {
  readonly type: 'commit' | 'tag';
  readonly payload: Uint8Array;
  /** Armored signature, with its final newline. */
  readonly armor: Uint8Array;
  readonly format: ObjectFormat;
}

/** Where the header ends: at the blank line, or at the end of an object that has none. */
function endOfHeader(payload: Uint8Array): number {
  for (let at = payload.indexOf(LF); at >= 0; at = payload.indexOf(LF, at + 1))
    if (payload[at + 1] === LF) return at + 1;
  return payload.length;
}

/**
 * The raw object git writes from a payload and its signature: a commit gets it as its last header, one space before
 * every line (commit.c, add_header_signature), a tag at its end (builtin/tag.c).
 */
export function joinObject({ type, payload, armor, format }: ObjectParts): Uint8Array {
  if (type === 'tag') return concatBytes(payload, armor);
  const header: Uint8Array[] = [];
  for (let at = 0; at < armor.length; at = nextLine(armor, at))
    header.push(at === 0 ? signatureHeader(format) : SPACE, armor.subarray(at, nextLine(armor, at)));
  const cut = endOfHeader(payload);
  return joinPieces([payload.subarray(0, cut), ...header, payload.subarray(cut)]);
}
