// A git pack of whole objects (gitformat-pack(5)).
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

const TYPES = { commit: 1, tree: 2, blob: 3 };

/** The bytes of a version 2 pack that holds these objects, { type, raw }. */
export function packOf(objects) {
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  head.writeUInt32BE(objects.length, 8);
  const parts = [
    head,
    ...objects.flatMap(({ type, raw }) => [entryHeader(type, raw.length), deflateSync(raw)]),
  ];
  const pack = Buffer.concat(parts);
  return Buffer.concat([pack, createHash('sha1').update(pack).digest()]);
}

function entryHeader(type, size) {
  const octets = [(TYPES[type] << 4) | (size & 15)];
  for (let rest = size >> 4; rest > 0; rest >>= 7) {
    octets[octets.length - 1] |= 0x80;
    octets.push(rest & 0x7f);
  }
  return Buffer.from(octets);
}
