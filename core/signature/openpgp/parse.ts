import { toHex } from '../../encoding/index.js';
import { decodeOpenPgpArmor } from './armor.js';
import { OpenPgpError } from './error.js';
import { PacketReader, readPackets } from './packets.js';
import { readSubpackets } from './subpackets.js';
import type { OpenPgpSignature } from './types.js';

const SIGNATURE_PACKET = 2;

type Skip = (reader: PacketReader) => void;

const numbers =
  (count: number): Skip =>
  (reader) => {
    for (let i = 0; i < count; i++) reader.skipMpi();
  };
const octets =
  (count: number): Skip =>
  (reader) => {
    reader.bytesOf(count);
  };

/** The multiprecision integers, or octets, of a signature, by the number of its algorithm (RFC 9580 section 5.2.3.1). */
const VALUES: ReadonlyMap<number, Skip> = new Map([
  [1, numbers(1)],
  [3, numbers(1)],
  [17, numbers(2)],
  [19, numbers(2)],
  [22, numbers(2)],
  [27, octets(64)],
  [28, octets(114)],
]);

function bad(why: string): OpenPgpError {
  return new OpenPgpError('OPENPGP_SIGNATURE_MALFORMED', `the OpenPGP signature ${why}`);
}

function readType(reader: PacketReader): 0 | 1 {
  const type = reader.number(1);
  if (type !== 0 && type !== 1) throw bad('is not a signature over data');
  return type;
}

/** The two octets of the digest, the salt of version 6, and the numbers, up to the end. */
function skipValues(reader: PacketReader, algorithm: number, salted: boolean): void {
  reader.bytesOf(2);
  if (salted) reader.bytesOf(reader.number(1));
  const skip = VALUES.get(algorithm);
  if (!skip) return;
  skip(reader);
  reader.end('its numbers');
}

/** A version 3 signature packet (RFC 9580 section 5.2.2). */
function readVersion3(reader: PacketReader, body: Uint8Array): OpenPgpSignature {
  if (reader.number(1) !== 5) throw bad('has hashed material that is not five octets');
  const type = readType(reader);
  const createdAt = reader.number(4);
  const issuerKeyId = toHex(reader.bytesOf(8)).toUpperCase();
  const publicKeyAlgorithm = reader.number(1);
  const hashAlgorithm = reader.number(1);
  skipValues(reader, publicKeyAlgorithm, false);
  return { version: 3, type, publicKeyAlgorithm, hashAlgorithm, createdAt, issuerKeyId, body };
}

/** A signature packet with subpackets (RFC 9580 section 5.2.3; version 5 is GnuPG's, draft-koch-librepgp section 5.2.3). */
function readVersion4Up(reader: PacketReader, version: 4 | 5 | 6, body: Uint8Array): OpenPgpSignature {
  const type = readType(reader);
  const publicKeyAlgorithm = reader.number(1);
  const hashAlgorithm = reader.number(1);
  const lengthOctets = version === 6 ? 4 : 2;
  const hashed = reader.bytesOf(reader.number(lengthOctets));
  const unhashed = reader.bytesOf(reader.number(lengthOctets));
  const { createdAt, ...issuer } = readSubpackets(hashed, unhashed);
  if (createdAt === undefined) throw bad('has no signed creation time');
  skipValues(reader, publicKeyAlgorithm, version === 6);
  return { version, type, publicKeyAlgorithm, hashAlgorithm, createdAt, ...issuer, body };
}

/**
 * Reads an armored OpenPGP signature, to name it and give it to gpg: exactly one signature packet over data.
 * @throws OpenPgpError
 */
export function parseOpenPgpSignature(armor: Uint8Array): OpenPgpSignature {
  const packets = readPackets(decodeOpenPgpArmor(armor));
  const [packet] = packets;
  if (packets.length !== 1 || packet?.type !== SIGNATURE_PACKET)
    throw new OpenPgpError('OPENPGP_SIGNATURE_COUNT', 'not exactly one OpenPGP signature and nothing else');
  const reader = new PacketReader(packet.body);
  const version = reader.number(1);
  if (version === 3) return readVersion3(reader, packet.body);
  if (version === 4 || version === 5 || version === 6) return readVersion4Up(reader, version, packet.body);
  throw new OpenPgpError(
    'OPENPGP_NOT_SUPPORTED',
    `OpenPGP signatures of version ${version} are not supported`,
  );
}
