import { concatBytes, latin1 } from '../../encoding/index.js';
import { type SshErrorCode, SshSignatureError } from './error.js';

/** Reads the SSH wire types (RFC 4251 section 5) in order. `what` and `code` are for its errors. */
export class SshReader {
  #at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly what: string,
    private readonly code: SshErrorCode,
  ) {}

  get done(): boolean {
    return this.#at === this.bytes.length;
  }

  /** How many bytes were read so far. */
  get offset(): number {
    return this.#at;
  }

  /** An error about what is being read. */
  bad(why: string): SshSignatureError {
    return new SshSignatureError(this.code, `${this.what}: ${why}`);
  }

  /** The next `count` bytes. @throws SshSignatureError */
  raw(count: number): Uint8Array {
    const start = this.#pass(count);
    return this.bytes.subarray(start, this.#at);
  }

  #pass(count: number): number {
    const start = this.#at;
    if (start + count > this.bytes.length) throw this.bad('ends too early');
    this.#at += count;
    return start;
  }

  byte(): number {
    return this.bytes[this.#pass(1)] ?? 0;
  }

  uint32(): number {
    // Not a subarray: the lists that are read have hundreds of thousands of numbers.
    const start = this.#pass(4);
    let value = 0;
    for (let at = start; at < this.#at; at++) value = value * 256 + (this.bytes[at] ?? 0);
    return value;
  }

  uint64(): bigint {
    const high = this.uint32();
    return (BigInt(high) << 32n) | BigInt(this.uint32());
  }

  /** A `string`: any bytes. */
  string(): Uint8Array {
    return this.raw(this.uint32());
  }

  /** A `string` as text: one character for each byte, no NUL. */
  text(): string {
    const text = latin1(this.string());
    if (text.includes('\0')) throw this.bad('NUL in text');
    return text;
  }

  /** The magnitude of a non-negative `mpint` in its shortest form; empty for zero. */
  mpint(): Uint8Array {
    const bytes = this.string();
    const [first, second = 0] = bytes;
    if (first === undefined) return bytes;
    if (first >= 0x80) throw this.bad('a negative number');
    if (first !== 0) return bytes;
    if (second < 0x80) throw this.bad('a number that is not in its shortest form');
    return bytes.subarray(1);
  }

  /** A reader of the content of a `string`. */
  inside(what: string): SshReader {
    return new SshReader(this.string(), what, this.code);
  }

  /** Refuses anything left. @throws SshSignatureError */
  end(): void {
    if (!this.done) throw this.bad('data after the end');
  }
}

/** A uint32 (RFC 4251 section 5). */
export function sshUint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** A `string` (RFC 4251 section 5). */
export function sshString(bytes: Uint8Array): Uint8Array {
  return concatBytes(sshUint32(bytes.length), bytes);
}
