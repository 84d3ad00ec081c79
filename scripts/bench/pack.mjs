// A git pack of whole commits (gitformat-pack(5)).
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

const COMMIT = 1;

/** The bytes of a version 2 pack that holds these raw commits. */
export function packOf(commits) {
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  head.writeUInt32BE(commits.length, 8);
  const parts = [head, ...commits.flatMap((raw) => [entryHeader(raw.length), deflateSync(raw)])];
  const pack = Buffer.concat(parts);
  return Buffer.concat([pack, createHash('sha1').update(pack).digest()]);
}

function entryHeader(size) {
  const octets = [(COMMIT << 4) | (size & 15)];
  for (let rest = size >> 4; rest > 0; rest >>= 7) {
    octets[octets.length - 1] |= 0x80;
    octets.push(rest & 0x7f);
  }
  return Buffer.from(octets);
}
