import { startsAt, utf8 } from '../encoding/index.js';
import { armorKind } from './armor.js';
import { unfolded, wholeHeaders } from './lines.js';
import { formatOfHeader, isAnySignatureHeader, signatureHeader } from './signature-header.js';
import { splitTag } from './split-tag.js';
import type { ObjectFormat } from './types.js';

const END = utf8('-----END ');
const LF = 0x0a;
const TAB = 0x09;

/** What is in an armored signature that no program writes there, for people; the signature itself does not cover it. */
function inArmor(armor: Uint8Array): string | undefined {
  if (armorKind(armor) === 'unknown') return undefined;
  const odd = armor.find((octet) => (octet < 0x20 && octet !== LF && octet !== TAB) || octet === 0x7f);
  if (odd === 0x0d) return 'a carriage return';
  if (odd !== undefined) return 'a control character';
  // GitHub ends its signatures with an empty line.
  let last = armor.length;
  while (last > 0 && armor[last - 1] === LF) last -= 1;
  const start = armor.lastIndexOf(LF, last - 1) + 1;
  return startsAt(armor, END, start) ? undefined : 'text behind its end';
}

function inCommit(raw: Uint8Array): string | undefined {
  for (const [start, end] of wholeHeaders(raw)) {
    if (!isAnySignatureHeader(raw, start)) continue;
    const format: ObjectFormat | undefined = formatOfHeader(raw, start);
    if (!format) return 'a header that begins with "gpgsig" and is none of git’s';
    const armor = unfolded(raw, start + signatureHeader(format).length, end);
    const found = inArmor(armor);
    if (found !== undefined) return `${found} in a signature header`;
  }
  return undefined;
}

/**
 * Text that git leaves out of what a signature covers, and never writes itself (commit.c, parse_buffer_signed_by_header and
 * gpg-interface.c, remove_cr_after): anybody can add it to a signed object, which then has another id and a signature
 * that git calls good. Undefined where there is none.
 */
export function unsignedText(type: 'commit' | 'tag', raw: Uint8Array): string | undefined {
  if (type === 'commit') return inCommit(raw);
  const armor = splitTag(raw).signature?.armor;
  const found = armor && inArmor(armor);
  return found === undefined ? undefined : `${found} in the signature`;
}
