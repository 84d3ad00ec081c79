import { concatBytes } from '../../encoding/index.js';
import { OpenPgpError } from './error.js';

/** One packet: its type (RFC 9580 section 5) and its body. */
export interface Packet {
  readonly type: number;
  readonly body: Uint8Array;
}

function bad(why: string): OpenPgpError {
  return new OpenPgpError('OPENPGP_SIGNATURE_MALFORMED', `the OpenPGP signature ${why}`);
}

/** Reads big-endian numbers and runs of bytes in order. */
export class PacketReader {
  #at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.#at === this.bytes.length;
  }

  bytesOf(count: number): Uint8Array {
    const end = this.#at + count;
    if (end > this.bytes.length) throw bad('ends too early');
    const out = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return out;
  }

  number(octets: number): number {
    return this.bytesOf(octets).reduce((value, octet) => value * 256 + octet, 0);
  }

  /** A length of one, two or five octets (RFC 9580 section 4.2.1; for subpackets section 5.2.3.7). */
  length(partialFrom: number): number {
    const first = this.number(1);
    if (first < 192) return first;
    if (first === 255) return this.number(4);
    if (first >= partialFrom) throw bad('has a packet of partial lengths');
    return (first - 192) * 256 + this.number(1) + 192;
  }

  /** Skips a multiprecision integer (RFC 9580 section 3.2). */
  skipMpi(): void {
    this.bytesOf(Math.ceil(this.number(2) / 8));
  }

  /** Refuses anything left. */
  end(what: string): void {
    if (!this.done) throw bad(`has data after the end of ${what}`);
  }
}

const OLD_LENGTH_OCTETS = [1, 2, 4];

/**
 * The packets that `bytes` are, in order: old or new headers, definite lengths only.
 * @throws OpenPgpError OPENPGP_SIGNATURE_MALFORMED
 */
export function readPackets(bytes: Uint8Array): Packet[] {
  const reader = new PacketReader(bytes);
  const packets: Packet[] = [];
  while (!reader.done) {
    const header = reader.number(1);
    if ((header & 0x80) === 0) throw bad('has a packet without a header');
    if (header & 0x40) {
      packets.push({ type: header & 0x3f, body: reader.bytesOf(reader.length(224)) });
      continue;
    }
    const octets = OLD_LENGTH_OCTETS[header & 3];
    if (octets === undefined) throw bad('has a packet of indeterminate length');
    packets.push({ type: (header >> 2) & 0x0f, body: reader.bytesOf(reader.number(octets)) });
  }
  return packets;
}

/** A packet with a new header and a five-octet length (RFC 9580 section 4.2.1). */
export function writePacket(type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...parts);
  const { length } = body;
  return concatBytes(
    Uint8Array.of(0xc0 | type, 255, length >>> 24, length >>> 16, length >>> 8, length),
    body,
  );
}
