import { startsAt } from '../encoding/index.js';
import { armorKind } from './armor.js';
import { GitObjectError } from './error.js';
import { unfolded, wholeHeaders } from './lines.js';
import { joinPieces } from './pieces.js';
import { isAnySignatureHeader, signatureHeader } from './signature-header.js';
import type { ObjectFormat, SplitObject } from './types.js';

/**
 * Splits a commit as git's parse_buffer_signed_by_header does (commit.c): the signature is the header of this repository's
 * format with its continuation lines; every other header that begins with `gpgsig` belongs to another format and is not
 * signed either. git would join two headers of the same name; we refuse them.
 * @throws GitObjectError
 */
export function splitCommit(raw: Uint8Array, format: ObjectFormat): SplitObject {
  const header = signatureHeader(format);
  const payload: Uint8Array[] = [];
  let armor: Uint8Array | undefined;
  let signedFrom = 0;
  for (const [start, end] of wholeHeaders(raw)) {
    if (!isAnySignatureHeader(raw, start)) continue;
    payload.push(raw.subarray(signedFrom, start));
    signedFrom = end;
    if (!startsAt(raw, header, start)) continue;
    if (armor)
      throw new GitObjectError(
        'DUPLICATE_SIGNATURE_HEADER',
        'the commit has two signature headers of one name',
      );
    armor = unfolded(raw, start + header.length, end);
  }
  const signed = payload.length === 0 ? raw : joinPieces([...payload, raw.subarray(signedFrom)]);
  if (!armor) return { type: 'commit', payload: signed };
  return { type: 'commit', payload: signed, signature: { kind: armorKind(armor), armor } };
}
