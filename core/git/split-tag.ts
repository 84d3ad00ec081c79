import { concatBytes } from '../encoding/index.js';
import { armorKind } from './armor.js';
import { GitObjectError } from './error.js';
import { headerLines } from './lines.js';
import { formatOfHeader, isAnySignatureHeader } from './signature-header.js';
import type { ArmorKind, ObjectFormat, SplitObject } from './types.js';

const SPACE = 0x20;
const LF = 0x0a;

/** Where the last line that opens a known signature starts (gpg-interface.c, parse_signed_buffer). */
function lastOpening(raw: Uint8Array): { at: number; kind: ArmorKind } | undefined {
  for (let at = raw.length - 1; at >= 0; at--) {
    if (at > 0 && raw[at - 1] !== LF) continue;
    const kind = armorKind(raw, at);
    if (kind !== 'unknown') return { at, kind };
  }
  return undefined;
}

/**
 * What git cuts out of a tag before it verifies (commit.c, remove_signature): the signatures over its forms in other
 * object formats. Where two of them follow each other directly, git cuts only the second, and so does this.
 * @throws GitObjectError DUPLICATE_SIGNATURE_HEADER
 */
function headerSignatures(unsigned: Uint8Array): { start: number; end: number }[] {
  const cuts: { start: number; end: number }[] = [];
  const seen = new Set<ObjectFormat>();
  let current: { start: number; end: number } | undefined;
  for (const [start, end, rest] of headerLines(unsigned)) {
    if (!rest && current && unsigned[start] === SPACE) current.end = end;
    else if (!rest && isAnySignatureHeader(unsigned, start)) {
      const format = formatOfHeader(unsigned, start);
      if (!format) continue;
      if (seen.has(format))
        throw new GitObjectError(
          'DUPLICATE_SIGNATURE_HEADER',
          'the tag has two signature headers of one name',
        );
      seen.add(format);
      current = { start, end };
    } else {
      if (current) cuts.push(current);
      current = undefined;
    }
  }
  return cuts;
}

/**
 * Splits a tag as git's parse_signature does: the signature runs from the last line that opens a known one to the end.
 * A tag with none has no signature, whatever its headers say.
 * @throws GitObjectError DUPLICATE_SIGNATURE_HEADER
 */
export function splitTag(raw: Uint8Array): SplitObject {
  const opening = lastOpening(raw);
  if (!opening) return { type: 'tag', payload: raw };
  const unsigned = raw.subarray(0, opening.at);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const { start, end } of headerSignatures(unsigned)) {
    pieces.push(unsigned.subarray(from, start));
    from = end;
  }
  const payload = from === 0 ? unsigned : concatBytes(...pieces, unsigned.subarray(from));
  return { type: 'tag', payload, signature: { kind: opening.kind, armor: raw.subarray(opening.at) } };
}
