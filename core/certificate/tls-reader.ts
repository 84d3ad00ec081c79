import { bigEndian, EncodingError } from '../encoding/index.js';

/** Reads TLS presentation-language structures (RFC 8446 section 3) such as SCT lists. Methods throw EncodingError. */
export class TlsReader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.#at === this.bytes.length;
  }

  /** The next `length` bytes. */
  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.bytes.length) throw new EncodingError('DER_TRUNCATED', 'a TLS structure is cut short');
    const part = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  /** An unsigned big-endian number of up to six octets. */
  uint(octets: number): number {
    return bigEndian(this.take(octets));
  }

  /** A vector with a two-octet length. */
  vector(): Uint8Array {
    return this.take(this.uint(2));
  }

  /** Refuses anything left. */
  end(what: string): void {
    if (!this.done) throw new EncodingError('DER_TRAILING_DATA', `data after the end of ${what}`);
  }
}

/** `value` as an unsigned big-endian number of `octets` octets; `value` is a safe integer. */
export function tlsUint(value: number, octets: number): Uint8Array {
  const out = new Uint8Array(octets);
  let rest = value;
  for (let i = octets - 1; i >= 0; i--) {
    out[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return out;
}
