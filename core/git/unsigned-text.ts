import { startsAt, utf8 } from '../encoding/index.js';
import { armorKind } from './armor.js';
import { unfolded, wholeHeaders } from './lines.js';
import { formatOfHeader, isAnySignatureHeader, signatureHeader } from './signature-header.js';
import { splitTag } from './split-tag.js';
import type { ObjectFormat } from './types.js';

const END = utf8('-----END ');
const LF = 0x0a;
const TAB = 0x09;

/** Content of an armored signature that no program writes there, described for people. The signature does not cover it. */
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
 * Text that git never writes, and that git does not count as signed (commit.c, parse_buffer_signed_by_header and
 * gpg-interface.c, remove_cr_after); undefined when there is none. Anybody can add such text to a signed object: the object
 * then has another id, and git still calls its signature good.
 */
export function unsignedText(type: 'commit' | 'tag', raw: Uint8Array): string | undefined {
  if (type === 'commit') return inCommit(raw);
  const armor = splitTag(raw).signature?.armor;
  const found = armor && inArmor(armor);
  return found === undefined ? undefined : `${found} in the signature`;
}
