import { concatBytes } from './bytes.js';
import { EncodingError } from './error.js';

/** One field of a message: varint fields carry a number, length-delimited fields their bytes. */
export type ProtobufField =
  | { readonly number: number; readonly wire: 'varint'; readonly value: number }
  | { readonly number: number; readonly wire: 'bytes'; readonly value: Uint8Array };

const MAX_SIZE = 1 << 20;

class VarintReader {
  at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  /** A varint that fits a safe JavaScript number, in its shortest form. */
  next(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const octet = this.bytes[this.at++];
      if (octet === undefined) throw new EncodingError('PROTOBUF_MALFORMED', 'protobuf ends inside a number');
      value += (octet & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER || scale > 2 ** 49)
        throw new EncodingError('PROTOBUF_MALFORMED', 'a number over 53 bits');
      if (octet < 0x80) {
        if (octet === 0 && scale > 1)
          throw new EncodingError('PROTOBUF_MALFORMED', 'a number that is not in its shortest form');
        return value;
      }
    }
  }
}

/**
 * The fields of a protobuf message in wire order (protobuf.dev/programming-guides/encoding). Fixed-width and group
 * fields, numbers over 53 bits and messages over 1 MiB are refused.
 * @throws EncodingError PROTOBUF_MALFORMED
 */
export function readProtobuf(bytes: Uint8Array): ProtobufField[] {
  if (bytes.length > MAX_SIZE)
    throw new EncodingError('PROTOBUF_MALFORMED', `more than ${MAX_SIZE} bytes of protobuf`);
  const reader = new VarintReader(bytes);
  const fields: ProtobufField[] = [];
  while (reader.at < bytes.length) {
    const key = reader.next();
    const number = Math.floor(key / 8);
    if (number === 0) throw new EncodingError('PROTOBUF_MALFORMED', 'field number 0');
    if (key % 8 === 0) fields.push({ number, wire: 'varint', value: reader.next() });
    else if (key % 8 === 2) {
      const end = reader.next() + reader.at;
      if (end > bytes.length)
        throw new EncodingError('PROTOBUF_MALFORMED', 'a field is longer than its message');
      fields.push({ number, wire: 'bytes', value: bytes.subarray(reader.at, end) });
      reader.at = end;
    } else throw new EncodingError('PROTOBUF_MALFORMED', `wire type ${key % 8}`);
  }
  return fields;
}

function varint(value: number): Uint8Array {
  const octets = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) octets.push((rest % 128) | 0x80);
  return Uint8Array.of(...octets, rest);
}

/** A varint field; no field at all for 0, as in proto3. */
export function varintField(number: number, value: number): Uint8Array {
  return value === 0 ? new Uint8Array() : concatBytes(varint(number * 8), varint(value));
}

/** A length-delimited field (bytes, string or message). */
export function bytesField(number: number, value: Uint8Array): Uint8Array {
  return concatBytes(varint(number * 8 + 2), varint(value.length), value);
}
