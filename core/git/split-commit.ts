import { armorKind, startsAt } from './armor.js';
import { GitObjectError } from './error.js';
import { headerLines } from './lines.js';
import { joinPieces } from './pieces.js';
import { isAnySignatureHeader, signatureHeader } from './signature-header.js';
import type { ObjectFormat, SplitObject } from './types.js';

const SPACE = 0x20;

/**
 * Splits a commit as git's parse_buffer_signed_by_header does (commit.c): the signature is the header of this
 * repository's format with its continuation lines; every other header beginning `gpgsig` belongs to another format and
 * is not signed either. git would join two headers of the same name; that is refused here.
 * @throws GitObjectError
 */
export function splitCommit(raw: Uint8Array, format: ObjectFormat): SplitObject {
  const header = signatureHeader(format);
  const payload: Uint8Array[] = [];
  const signature: Uint8Array[] = [];
  let inside: 'signature' | 'other-signature' | 'signed' = 'signed';
  let signedFrom = 0;
  for (const [start, end, rest] of headerLines(raw)) {
    const before = inside;
    const continued = !rest && raw[start] === SPACE;
    if (!continued || inside === 'signed') {
      if (rest || !isAnySignatureHeader(raw, start)) inside = 'signed';
      else inside = startsAt(raw, header, start) ? 'signature' : 'other-signature';
    }
    if (before !== 'signed' && inside === 'signed') signedFrom = start;
    if (before === 'signed' && inside !== 'signed') payload.push(raw.subarray(signedFrom, start));
    if (inside !== 'signature') continue;
    if (!continued && signature.length > 0)
      throw new GitObjectError(
        'DUPLICATE_SIGNATURE_HEADER',
        'the commit has two signature headers of one name',
      );
    signature.push(raw.subarray(continued ? start + 1 : start + header.length, end));
  }
  const signed = payload.length === 0 ? raw : joinPieces([...payload, raw.subarray(signedFrom)]);
  if (signature.length === 0) return { type: 'commit', payload: signed };
  const armor = joinPieces(signature);
  return { type: 'commit', payload: signed, signature: { kind: armorKind(armor), armor } };
}
