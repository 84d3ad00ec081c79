import { toHex } from '../../encoding/index.js';
import { OpenPgpError } from './error.js';
import { PacketReader } from './packets.js';

/** The key and the time of a signature, from its subpackets (RFC 9580 section 5.2.3). */
export interface SubpacketFacts {
  readonly createdAt?: number;
  readonly issuerFingerprint?: string;
  readonly issuerKeyId?: string;
}

const CREATION_TIME = 2;
const ISSUER_KEY_ID = 16;
const ISSUER_FINGERPRINT = 33;
const FINGERPRINT_LENGTHS: ReadonlyMap<number, number> = new Map([
  [4, 20],
  [5, 32],
  [6, 32],
]);

function bad(why: string): OpenPgpError {
  return new OpenPgpError('OPENPGP_SIGNATURE_MALFORMED', `the OpenPGP signature ${why}`);
}

/** Key id of a fingerprint: the last eight bytes of version 4, the first eight of later ones (RFC 9580 section 5.5.4). */
function keyIdOf(version: number, fingerprint: string): string {
  return version === 4 ? fingerprint.slice(-16) : fingerprint.slice(0, 16);
}

function fact(type: number, value: Uint8Array): SubpacketFacts {
  const reader = new PacketReader(value);
  switch (type) {
    case CREATION_TIME: {
      const createdAt = reader.number(4);
      reader.end('its creation time');
      return { createdAt };
    }
    case ISSUER_KEY_ID: {
      const issuerKeyId = toHex(reader.bytesOf(8)).toUpperCase();
      reader.end('its issuer');
      return { issuerKeyId };
    }
    case ISSUER_FINGERPRINT: {
      const version = reader.number(1);
      const length = value.length - 1;
      if (FINGERPRINT_LENGTHS.get(version) !== length) throw bad('has a malformed issuer fingerprint');
      const issuerFingerprint = toHex(reader.bytesOf(length)).toUpperCase();
      return { issuerFingerprint, issuerKeyId: keyIdOf(version, issuerFingerprint) };
    }
    default:
      return {};
  }
}

function readArea(area: Uint8Array): SubpacketFacts[] {
  const reader = new PacketReader(area);
  const facts: SubpacketFacts[] = [];
  while (!reader.done) {
    const length = reader.length(255);
    if (length === 0) throw bad('has an empty subpacket');
    const [header = 0, ...value] = reader.bytesOf(length);
    facts.push(fact(header & 0x7f, Uint8Array.from(value)));
  }
  return facts;
}

/**
 * The facts of a signature's two areas of subpackets. The creation time counts only where it is signed. The issuer may be in
 * either area, but all statements about it must agree.
 * @throws OpenPgpError OPENPGP_SIGNATURE_MALFORMED
 */
export function readSubpackets(hashed: Uint8Array, unhashed: Uint8Array): SubpacketFacts {
  const signed = readArea(hashed);
  const all = [...signed, ...readArea(unhashed)];
  const createdAt = one(
    'creation time',
    signed.map((facts) => facts.createdAt),
  );
  const issuerFingerprint = one(
    'issuer fingerprint',
    all.map((facts) => facts.issuerFingerprint),
  );
  const issuerKeyId = one(
    'issuer',
    all.map((facts) => facts.issuerKeyId),
  );
  return {
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(issuerFingerprint === undefined ? {} : { issuerFingerprint }),
    ...(issuerKeyId === undefined ? {} : { issuerKeyId }),
  };
}

function one<T>(what: string, values: readonly (T | undefined)[]): T | undefined {
  const found = new Set(values.filter((value) => value !== undefined));
  if (found.size > 1) throw bad(`says two different things of its ${what}`);
  return found.values().next().value;
}
