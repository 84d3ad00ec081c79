import { latin1, startsAt, utf8 } from '../encoding/index.js';
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

const LABEL = /^-----BEGIN ([A-Z ]+)-----$/;
/** With the line of a checksum at the end of OpenPGP's (RFC 9580 section 6.1). */
const BASE64 = /^(?:[A-Za-z0-9+/]*={0,2}|=[A-Za-z0-9+/]{4})$/;
/** `Version: GnuPG v1` (RFC 9580 section 6.2.2). OpenPGP has such lines, up to an empty one. */
const ARMOR_HEADER = /^[A-Za-z-]+: /;

/** Whether the text is one armored signature. Its bytes are not checked: it is over the object in another format. */
function isArmored(armor: Uint8Array): boolean {
  const kind = armorKind(armor);
  const [first = '', ...lines] = latin1(armor).trimEnd().split('\n');
  const label = LABEL.exec(first)?.[1];
  if (kind === 'unknown' || label === undefined || lines.pop() !== `-----END ${label}-----`) return false;
  const empty = kind === 'openpgp' ? lines.indexOf('') : -1;
  return lines.every((line, i) => BASE64.test(line) || (i < empty && ARMOR_HEADER.test(line)));
}

/**
 * Header signatures. git passes over all that begin with `gpgsig`. It writes one of its own format, and one more if the
 * repository translates objects between formats (git-config(1), extensions.compatObjectFormat).
 * @param own the header that holds the verified signature, if it is in a header
 */
function inHeaders(raw: Uint8Array, own: ObjectFormat | undefined, other: ObjectFormat): string | undefined {
  const seen = new Set<ObjectFormat>();
  for (const [start, end] of wholeHeaders(raw)) {
    if (!isAnySignatureHeader(raw, start)) continue;
    const format = formatOfHeader(raw, start);
    if (!format || (format !== own && format !== other))
      return 'a header that begins with "gpgsig" and is none of git’s';
    if (seen.has(format)) return 'two signature headers of one name';
    seen.add(format);
    const armor = unfolded(raw, start + signatureHeader(format).length, end);
    const found = inArmor(armor);
    if (found !== undefined) return `${found} in a signature header`;
    if (format !== own && !isArmored(armor)) return 'a signature header without a signature';
  }
  return undefined;
}

/**
 * Text that git never writes, and that git does not count as signed (commit.c, parse_buffer_signed_by_header and
 * remove_signature; gpg-interface.c, remove_cr_after); undefined when there is none. Anybody can add such text to a signed
 * object: the object then has another id, and git still calls its signature good.
 * @param format of the repository
 */
export function unsignedText(
  type: 'commit' | 'tag',
  raw: Uint8Array,
  format: ObjectFormat,
): string | undefined {
  const other = format === 'sha1' ? 'sha256' : 'sha1';
  if (type === 'commit') return inHeaders(raw, format, other);
  const armor = splitTag(raw).signature?.armor;
  const found = armor && inArmor(armor);
  if (found !== undefined) return `${found} in the signature`;
  return inHeaders(raw, undefined, other);
}
