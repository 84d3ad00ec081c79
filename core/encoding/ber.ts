import { element } from './der-writer.js';
import { EncodingError } from './error.js';

const MAX_SIZE = 1 << 20;
const MAX_DEPTH = 32;
const MAX_ELEMENTS = 20_000;
const OCTET_STRING = 0x04;
const CONSTRUCTED = 0x20;

/** The position of the reader, and how many elements it may still read. */
interface Cursor {
  at: number;
  left: number;
}

function truncated(): EncodingError {
  return new EncodingError('DER_TRUNCATED', 'BER ends inside an element');
}

function readLength(bytes: Uint8Array, cursor: Cursor): number | undefined {
  const first = bytes[cursor.at++];
  if (first === undefined) throw truncated();
  if (first === 0x80) return undefined;
  if (first < 0x80) return first;
  const count = first & 0x7f;
  if (count > 4) throw new EncodingError('DER_TOO_LARGE', 'a length of more than four octets');
  let length = 0;
  for (let i = 0; i < count; i++) {
    const octet = bytes[cursor.at++];
    if (octet === undefined) throw truncated();
    length = length * 256 + octet;
  }
  return length;
}

/** The elements up to `end`, or, without an `end`, up to the end-of-contents octets. */
function readContent(bytes: Uint8Array, cursor: Cursor, end: number | undefined, depth: number) {
  const parts: Uint8Array[] = [];
  const limit = end ?? bytes.length;
  for (;;) {
    if (end === undefined && bytes[cursor.at] === 0 && bytes[cursor.at + 1] === 0) {
      cursor.at += 2;
      return parts;
    }
    if (cursor.at >= limit) {
      if (end === undefined || cursor.at > limit) throw truncated();
      return parts;
    }
    parts.push(readElement(bytes.subarray(0, limit), cursor, depth));
  }
}

function octetsOf(part: Uint8Array): Uint8Array {
  if (part[0] !== OCTET_STRING)
    throw new EncodingError('DER_UNEXPECTED_TAG', 'a piece of an OCTET STRING that is none');
  const long = (part[1] ?? 0) >= 0x80 ? (part[1] ?? 0) & 0x7f : 0;
  return part.subarray(2 + long);
}

function readElement(bytes: Uint8Array, cursor: Cursor, depth: number): Uint8Array {
  if (depth > MAX_DEPTH)
    throw new EncodingError('DER_TOO_DEEP', `BER nested deeper than ${MAX_DEPTH} levels`);
  if (cursor.left-- === 0)
    throw new EncodingError('DER_TOO_LARGE', `more than ${MAX_ELEMENTS} elements of BER`);
  const tag = bytes[cursor.at++];
  if (tag === undefined) throw truncated();
  if ((tag & 0x1f) === 0x1f) throw new EncodingError('DER_UNEXPECTED_TAG', 'a high tag number');
  const length = readLength(bytes, cursor);
  const end = length === undefined ? undefined : cursor.at + length;
  if (end !== undefined && end > bytes.length) throw truncated();
  if ((tag & CONSTRUCTED) === 0) {
    if (end === undefined)
      throw new EncodingError('DER_BAD_VALUE', 'an indefinite length of something that holds no elements');
    const content = bytes.subarray(cursor.at, end);
    cursor.at = end;
    return element(tag, content);
  }
  const parts = readContent(bytes, cursor, end, depth + 1);
  if (tag === (OCTET_STRING | CONSTRUCTED)) return element(OCTET_STRING, ...parts.map(octetsOf));
  return element(tag, ...parts);
}

/**
 * The same elements, with definite lengths in their shortest form and OCTET STRINGs in one piece (X.690 sections 8.1.3.6,
 * 8.7.3, 10). This is the only BER in the CMS that gpgsm and `openssl cms -stream` write. Nothing is sorted and no value
 * changes, so a strict reader still refuses everything else that is not DER, and signed octets stay as they were signed. At
 * most 1 MiB, 32 levels and 20,000 elements; time linear in the size for each level.
 * @throws EncodingError also for bytes after the first element
 */
export function berToDer(ber: Uint8Array): Uint8Array {
  if (ber.length > MAX_SIZE) throw new EncodingError('DER_TOO_LARGE', `more than ${MAX_SIZE} bytes of BER`);
  const cursor: Cursor = { at: 0, left: MAX_ELEMENTS };
  const der = readElement(ber, cursor, 0);
  if (cursor.at !== ber.length) throw new EncodingError('DER_TRAILING_DATA', 'data after the end of the BER');
  return der;
}
