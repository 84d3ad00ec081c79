import { EncodingError } from './error.js';

/** Identifier octets used in certificates, CMS and timestamps (X.690 section 8.1.2). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Identifier octet of context tag `n` (0-30): `contextTag(0)` primitive, `contextTag(0, true)` constructed. */
export function contextTag(n: number, constructed = false): number {
  return 0x80 | (constructed ? 0x20 : 0) | n;
}

/** One element: identifier octet, content, and the whole encoding (header and content) it was read from. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly raw: Uint8Array;
}

/** Makes its views only when they are read: a signature has about 200 elements, and most are only skipped. */
class Element implements DerElement {
  #content: Uint8Array | undefined;

  constructor(
    readonly tag: number,
    readonly bytes: Uint8Array,
    private readonly start: number,
    readonly contentStart: number,
    readonly end: number,
  ) {}

  get content(): Uint8Array {
    this.#content ??= this.bytes.subarray(this.contentStart, this.end);
    return this.#content;
  }

  get raw(): Uint8Array {
    return this.bytes.subarray(this.start, this.end);
  }
}

const MAX_DEPTH = 32;
const MAX_SIZE = 1 << 20;

/**
 * Reads the elements of one level, in order. Strict DER (X.690 sections 8 and 10): definite minimal lengths, low tag numbers,
 * no trailing data. Input over 1 MiB and nesting over 32 levels are refused. Every method throws EncodingError with a DER_
 * code.
 */
export class DerReader {
  #at: number;

  /** @param from where this level begins in `bytes`, and `to` where it ends. Without both, it is all of `bytes` */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly depth = 0,
    from = 0,
    private readonly to = bytes.length,
  ) {
    this.#at = from;
    if (to - from > MAX_SIZE) throw new EncodingError('DER_TOO_LARGE', `more than ${MAX_SIZE} bytes of DER`);
    if (depth > MAX_DEPTH)
      throw new EncodingError('DER_TOO_DEEP', `DER nested deeper than ${MAX_DEPTH} levels`);
  }

  /** True when nothing is left at this level. */
  get done(): boolean {
    return this.#at === this.to;
  }

  /** The identifier octet of the next element, or undefined at the end. */
  get nextTag(): number | undefined {
    return this.done ? undefined : this.bytes[this.#at];
  }

  /** The next element, whatever it is. */
  any(): DerElement {
    const start = this.#at;
    const tag = this.#octet();
    if ((tag & 0x1f) === 0x1f) throw new EncodingError('DER_UNEXPECTED_TAG', 'a high tag number');
    const length = this.#length();
    const contentStart = this.#at;
    const end = contentStart + length;
    if (end > this.to) throw new EncodingError('DER_TRUNCATED', 'an element is longer than what holds it');
    this.#at = end;
    return new Element(tag, this.bytes, start, contentStart, end);
  }

  /** The next element, which must have this identifier octet. `what` names it in the error. */
  expect(tag: number, what: string): DerElement {
    const found = this.nextTag;
    if (found === tag) return this.any();
    if (found === undefined) throw new EncodingError('DER_TRUNCATED', `${what} is missing`);
    throw new EncodingError(
      'DER_UNEXPECTED_TAG',
      `${what} has tag 0x${found.toString(16)}, not 0x${tag.toString(16)}`,
    );
  }

  /** The next element if it has this identifier octet. */
  optional(tag: number): DerElement | undefined {
    return this.nextTag === tag ? this.any() : undefined;
  }

  /** A reader of the content of the next element, which must have this identifier octet. */
  enter(tag: number, what: string): DerReader {
    return this.inside(this.expect(tag, what));
  }

  /** A reader of the content of an element read from this level. */
  inside(element: DerElement): DerReader {
    return element instanceof Element
      ? new DerReader(element.bytes, this.depth + 1, element.contentStart, element.end)
      : new DerReader(element.content, this.depth + 1);
  }

  /** Refuses anything left at this level. */
  end(what: string): void {
    if (!this.done) throw new EncodingError('DER_TRAILING_DATA', `data after the end of ${what}`);
  }

  #octet(): number {
    const octet = this.#at < this.to ? this.bytes[this.#at++] : undefined;
    if (octet === undefined) throw new EncodingError('DER_TRUNCATED', 'DER ends inside an element');
    return octet;
  }

  #length(): number {
    const first = this.#octet();
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0) throw new EncodingError('DER_NOT_MINIMAL', 'an indefinite length (BER, not DER)');
    if (count > 4) throw new EncodingError('DER_TOO_LARGE', 'a length of more than four octets');
    let length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + this.#octet();
    const minimal = length >= 0x80 && length >= 2 ** (8 * (count - 1));
    if (!minimal) throw new EncodingError('DER_NOT_MINIMAL', 'a length that is not in its shortest form');
    return length;
  }
}

/**
 * The one element that `bytes` are, with nothing after it.
 * @throws EncodingError
 */
export function readDer(bytes: Uint8Array, tag: number, what: string): DerReader {
  const outer = new DerReader(bytes);
  const inner = outer.enter(tag, what);
  outer.end(what);
  return inner;
}
