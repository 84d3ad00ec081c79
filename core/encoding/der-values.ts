import { bigEndian, equalBytes, fromUtf8, isAscii, latin1 } from './bytes.js';
import { type DerElement, TAG } from './der-reader.js';
import { EncodingError } from './error.js';
import { parseGeneralizedTime, parseUtcTime } from './time.js';

// Values of primitive elements. Each function takes an element whose tag was already checked, unless it says otherwise, and
// throws EncodingError.

function bad(what: string): EncodingError {
  return new EncodingError('DER_BAD_VALUE', what);
}

/** A BOOLEAN: 00 or FF (X.690 section 11.1). */
export function derBoolean({ content }: DerElement): boolean {
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff))
    throw bad('a BOOLEAN that is neither 00 nor FF');
  return content[0] === 0xff;
}

/** The content of an INTEGER in its shortest form, two's complement (X.690 section 8.3.2). */
export function derInteger({ content }: DerElement): Uint8Array {
  const first = content[0];
  const second = content[1] ?? 0;
  if (first === undefined) throw bad('an empty INTEGER');
  const padded = content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (padded) throw bad('an INTEGER that is not in its shortest form');
  return content;
}

/** A non-negative INTEGER that fits a JavaScript number (at most 2^48-1). */
export function derSmallInteger(element: DerElement): number {
  const content = derInteger(element);
  if ((content[0] ?? 0) >= 0x80) throw bad('a negative INTEGER');
  if (content.length > 6) throw bad('an INTEGER over 48 bits');
  return bigEndian(content);
}

// Every signature names the same few dozen OIDs about forty times. A new string must be flattened and hashed before it can be
// looked up, so keeping the last OID of each slot takes a tenth of the time. There are few slots, and entries are short.
const OID_SLOTS = 512;
const LONGEST_REMEMBERED = 32;
const remembered: ({ readonly content: Uint8Array; readonly text: string } | undefined)[] = new Array(
  OID_SLOTS,
).fill(undefined);

function slotOf(content: Uint8Array): number {
  let hash = content.length;
  for (let i = 0; i < content.length; i++) hash = (hash * 31 + (content[i] ?? 0)) | 0;
  return hash & (OID_SLOTS - 1);
}

/** Dotted form of an OBJECT IDENTIFIER (X.690 section 8.19); arcs over 2^48-1 are refused. */
export function derOid({ content }: DerElement): string {
  if (content.length > LONGEST_REMEMBERED) return dotted(content);
  const slot = slotOf(content);
  const known = remembered[slot];
  if (known && equalBytes(known.content, content)) return known.text;
  const text = dotted(content);
  remembered[slot] = { content: content.slice(), text };
  return text;
}

function dotted(content: Uint8Array): string {
  let text = '';
  let arc = 0;
  let fresh = true;
  for (let i = 0; i < content.length; i++) {
    const octet = content[i] ?? 0;
    if (fresh && octet === 0x80) throw bad('an OBJECT IDENTIFIER arc that is not in its shortest form');
    arc = arc * 128 + (octet & 0x7f);
    if (arc > 2 ** 48) throw bad('an OBJECT IDENTIFIER arc over 48 bits');
    fresh = octet < 0x80;
    if (!fresh) continue;
    text += text === '' ? firstArcs(arc) : `.${arc}`;
    arc = 0;
  }
  if (text === '' || !fresh) throw bad('an OBJECT IDENTIFIER that is empty or cut short');
  return text;
}

function firstArcs(first: number): string {
  const root = Math.min(2, Math.floor(first / 40));
  return `${root}.${first - root * 40}`;
}

/** The octets of a BIT STRING with no unused bits, as keys and signatures are. */
export function derBitString({ content }: DerElement): Uint8Array {
  if (content[0] !== 0) throw bad('a BIT STRING with unused bits');
  return content.subarray(1);
}

/** The named bits that are set, as numbers (KeyUsage and the like; X.690 section 11.2). */
export function derNamedBits({ content }: DerElement): ReadonlySet<number> {
  const unused = content[0];
  const last = content[content.length - 1] ?? 0;
  const wellFormed =
    unused !== undefined &&
    unused < 8 &&
    (content.length > 1 || unused === 0) &&
    (last & ((1 << unused) - 1)) === 0;
  if (!wellFormed) throw bad('a malformed BIT STRING');
  const set = new Set<number>();
  for (let i = 1; i < content.length; i++) {
    for (let bit = 0; bit < 8; bit++) if ((content[i] ?? 0) & (0x80 >> bit)) set.add((i - 1) * 8 + bit);
  }
  return set;
}

/** Unix seconds of a UTCTime or GeneralizedTime; anything else throws. */
export function derTimeValue({ tag, content }: DerElement): number {
  if (tag === TAG.utcTime) return parseUtcTime(latin1(content));
  if (tag === TAG.generalizedTime) return parseGeneralizedTime(latin1(content));
  throw new EncodingError('DER_UNEXPECTED_TAG', 'neither UTCTime nor GeneralizedTime');
}

/** Text of a UTF8String, PrintableString, IA5String or (as ISO 8859-1) TeletexString; anything else throws. */
export function derText({ tag, content }: DerElement): string {
  switch (tag) {
    case TAG.utf8String:
      return fromUtf8(content);
    case TAG.printableString:
    case TAG.ia5String:
      if (!isAscii(content)) throw bad('a character outside ASCII in an ASCII string');
      return latin1(content);
    case TAG.teletexString:
      return latin1(content);
    default:
      throw new EncodingError(
        'DER_UNEXPECTED_TAG',
        `tag 0x${tag.toString(16)} is not a string this program reads`,
      );
  }
}
