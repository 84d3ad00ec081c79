import { fromBase64, latin1 } from '../../encoding/index.js';
import { OpenPgpError } from './error.js';

const BEGIN = /^-----BEGIN PGP (SIGNATURE|MESSAGE)-----$/;
const HEADER = /^[A-Za-z0-9-]+: ?.*$/;
const CHECKSUM = /^=([A-Za-z0-9+/]{4})$/;
const LARGEST = 1 << 18;

function bad(why: string): OpenPgpError {
  return new OpenPgpError('ARMOR_MALFORMED', `the OpenPGP signature ${why}`);
}

/** CRC-24 of RFC 9580 section 6.1.1. */
function crc24(bytes: Uint8Array): number {
  let crc = 0xb704ce;
  for (const octet of bytes) {
    crc ^= octet << 16;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x800000 ? 0x1864cfb : 0);
  }
  return crc & 0xffffff;
}

function decode(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    throw bad('is not canonical base64');
  }
}

/**
 * The packets in `-----BEGIN PGP SIGNATURE-----` armor (RFC 9580 section 6.2): one block, nothing before it and nothing but
 * white space after it. If it has a checksum, it must be right.
 * @throws OpenPgpError ARMOR_MALFORMED
 */
export function decodeOpenPgpArmor(armor: Uint8Array): Uint8Array {
  if (armor.length > LARGEST) throw bad(`is larger than ${LARGEST} bytes`);
  const lines = latin1(armor)
    .split('\n')
    .map((line) => line.replace(/[ \t\r]+$/, ''));
  while (lines.at(-1) === '') lines.pop();
  const [first = '', ...rest] = lines;
  const label = BEGIN.exec(first)?.[1];
  if (label === undefined) throw bad('does not start with its BEGIN line');
  if (rest.pop() !== `-----END PGP ${label}-----`) throw bad('does not end with its END line');
  const blank = rest.indexOf('');
  if (blank < 0) throw bad('has no empty line before its base64');
  if (!rest.slice(0, blank).every((line) => HEADER.test(line))) throw bad('has a malformed armor header');
  const body = rest.slice(blank + 1);
  const checksum = CHECKSUM.exec(body.at(-1) ?? '')?.[1];
  if (checksum !== undefined) body.pop();
  const packets = decode(body.join(''));
  if (checksum !== undefined) {
    const [a = 0, b = 0, c = 0] = decode(checksum);
    if (((a << 16) | (b << 8) | c) !== crc24(packets)) throw bad('does not match the checksum of its armor');
  }
  return packets;
}
