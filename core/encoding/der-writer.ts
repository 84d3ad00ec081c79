import { room, utf8 } from './bytes.js';
import { contextTag, TAG } from './der-reader.js';
import { derTime } from './time.js';

/** One element: identifier octet, shortest length, content. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const content of contents) length += content.length;
  const more = length < 0x80 ? 0 : Math.ceil((32 - Math.clz32(length)) / 8);
  const out = room(2 + more + length);
  out[0] = tag;
  out[1] = more === 0 ? length : 0x80 | more;
  for (let i = more, rest = length; i > 0; i--, rest >>>= 8) out[1 + i] = rest & 0xff;
  let at = 2 + more;
  for (const content of contents) {
    out.set(content, at);
    at += content.length;
  }
  return out;
}

/** SEQUENCE of encoded elements. */
export function sequence(...items: readonly Uint8Array[]): Uint8Array {
  return element(TAG.sequence, ...items);
}

/** SET OF encoded elements, sorted as DER wants (X.690 section 11.6). */
export function setOf(...items: readonly Uint8Array[]): Uint8Array {
  return element(TAG.set, ...[...items].sort(Buffer.compare));
}

/** `[n] EXPLICIT` around encoded elements. */
export function explicit(n: number, ...items: readonly Uint8Array[]): Uint8Array {
  return element(contextTag(n, true), ...items);
}

/** INTEGER of a non-negative safe number, or of unsigned big-endian bytes. */
export function integer(value: number | Uint8Array): Uint8Array {
  let octets = typeof value === 'number' ? unsignedOctets(value) : value;
  while (octets.length > 1 && octets[0] === 0 && (octets[1] ?? 0) < 0x80) octets = octets.subarray(1);
  return (octets[0] ?? 0) >= 0x80
    ? element(TAG.integer, Uint8Array.of(0), octets)
    : element(TAG.integer, octets);
}

function unsignedOctets(value: number): Uint8Array {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.from(octets.length > 0 ? octets : [0]);
}

/** BOOLEAN. */
export function boolean(value: boolean): Uint8Array {
  return element(TAG.boolean, Uint8Array.of(value ? 0xff : 0));
}

/** NULL. */
export function nullValue(): Uint8Array {
  return element(TAG.null);
}

/** OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [root * 40 + second, ...rest].flatMap((arc) => {
    const out = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      out.unshift(0x80 | (left % 128));
    return out;
  });
  return element(TAG.oid, Uint8Array.from(octets));
}

/** OCTET STRING. */
export function octetString(bytes: Uint8Array): Uint8Array {
  return element(TAG.octetString, bytes);
}

/** BIT STRING with no unused bits. */
export function bitString(bytes: Uint8Array): Uint8Array {
  return element(TAG.bitString, Uint8Array.of(0), bytes);
}

/** UTF8String. */
export function utf8String(text: string): Uint8Array {
  return element(TAG.utf8String, utf8(text));
}

/** UTCTime, or GeneralizedTime from 2050 on, of Unix seconds. */
export function time(seconds: number): Uint8Array {
  const { type, text } = derTime(seconds);
  return element(type === 'utc' ? TAG.utcTime : TAG.generalizedTime, utf8(text));
}
