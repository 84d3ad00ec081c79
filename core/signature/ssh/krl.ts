import { latin1 } from '../../encoding/index.js';
import { Bound } from './bound.js';
import { SshSignatureError } from './error.js';
import { parseSshKey } from './key.js';
import { type SerialBitmap, Serials } from './serials.js';
import { SshReader } from './wire.js';

/** The revoked certificates of one authority. */
export interface RevokedCertificates {
  /** Blob of the authority's key as latin1; empty means every authority. */
  readonly authority: string;
  readonly serials: Serials;
  readonly keyIds: ReadonlySet<string>;
}

/** A key revocation list (OpenSSH PROTOCOL.krl). Sets hold bytes as latin1. */
export interface Krl {
  readonly keys: ReadonlySet<string>;
  readonly sha1: ReadonlySet<string>;
  readonly sha256: ReadonlySet<string>;
  readonly certificates: readonly RevokedCertificates[];
}

/** The first eight bytes of every KRL. */
export const KRL_MAGIC = 'SSHKRL\n\0';

/** The most sections about the certificates of one authority. Each certificate is compared with each section. */
const MOST_AUTHORITIES = 1024;
/** The most of everything else in a list together: keys, hashes, serial numbers, ranges, bitmaps, names and sections. */
const MOST_ENTRIES = 1 << 18;
const LONGEST_BITMAP = 2048;
const CODE = 'SSH_REVOCATION_MALFORMED';

function unsupported(what: string): SshSignatureError {
  return new SshSignatureError(
    CODE,
    `the key revocation list has ${what}, which this program does not support`,
  );
}

function tooLarge(): SshSignatureError {
  return new SshSignatureError(
    'SSH_REVOCATION_TOO_LARGE',
    `the key revocation list has more than ${MOST_AUTHORITIES} sections of certificates or ${MOST_ENTRIES} entries`,
  );
}

function readExtension(reader: SshReader): void {
  reader.text();
  const critical = reader.byte() !== 0;
  reader.string();
  if (critical) throw unsupported('a critical extension');
}

function readBitmap(reader: SshReader): SerialBitmap {
  const offset = reader.uint64();
  const bits = reader.mpint();
  if (bits.length > LONGEST_BITMAP) throw reader.bad('a bitmap over 2048 bytes');
  if (offset + BigInt(bits.length * 8) > 1n << 64n) throw reader.bad('a bitmap past the last serial number');
  return { offset, bits };
}

function readCertificates(reader: SshReader, entries: Bound): RevokedCertificates {
  const authority = reader.string();
  if (authority.length > 0) parseSshKey(authority, CODE, 'refused');
  reader.string();
  const ranges: (readonly [bigint, bigint])[] = [];
  const bitmaps: SerialBitmap[] = [];
  const keyIds = new Set<string>();
  const revoke = (low: bigint, high: bigint): void => {
    if (low > high || high === 0n) throw reader.bad('an empty range of serial numbers');
    ranges.push([low, high]);
  };
  while (!reader.done) {
    const type = reader.byte();
    const section = reader.inside('a certificate section of the key revocation list');
    entries.spend(1);
    if (type === 0x20) {
      while (!section.done) {
        entries.spend(1);
        const serial = section.uint64();
        revoke(serial, serial);
      }
    } else if (type === 0x21) revoke(section.uint64(), section.uint64());
    else if (type === 0x22) bitmaps.push(readBitmap(section));
    else if (type === 0x23) {
      while (!section.done) {
        entries.spend(1);
        keyIds.add(section.text());
      }
    } else if (type === 0x39) readExtension(section);
    else throw unsupported(`a certificate section of type ${type}`);
    section.end();
  }
  return { authority: latin1(authority), serials: new Serials(ranges, bitmaps), keyIds };
}

function readBlobs(reader: SshReader, into: Set<string>, entries: Bound, length?: number): void {
  while (!reader.done) {
    entries.spend(1);
    const blob = reader.string();
    if (length !== undefined && blob.length !== length) throw reader.bad('a hash of the wrong length');
    into.add(latin1(blob));
  }
}

/**
 * Reads a binary key revocation list, which starts with KRL_MAGIC. Lists that are signed, of another version, or with critical extensions are refused.
 * @throws SshSignatureError SSH_REVOCATION_MALFORMED, SSH_REVOCATION_TOO_LARGE
 */
export function parseKrl(file: Uint8Array): Krl {
  const reader = new SshReader(file, 'the key revocation list', CODE);
  reader.raw(KRL_MAGIC.length);
  if (reader.uint32() !== 1) throw unsupported('a version that is not 1');
  reader.raw(24); // list version, generation time and flags: no flag is defined
  reader.string(); // reserved
  reader.text(); // comment
  const keys = new Set<string>();
  const sha1 = new Set<string>();
  const sha256 = new Set<string>();
  const certificates: RevokedCertificates[] = [];
  const authorities = new Bound(MOST_AUTHORITIES, tooLarge);
  const entries = new Bound(MOST_ENTRIES, tooLarge);
  while (!reader.done) {
    const type = reader.byte();
    const section = reader.inside('a section of the key revocation list');
    entries.spend(1);
    if (type === 1) {
      authorities.spend(1);
      certificates.push(readCertificates(section, entries));
    } else if (type === 2) readBlobs(section, keys, entries);
    else if (type === 3) readBlobs(section, sha1, entries, 20);
    else if (type === 5) readBlobs(section, sha256, entries, 32);
    else if (type === 255) readExtension(section);
    else throw unsupported(type === 4 ? 'a signature' : `a section of type ${type}`);
    section.end();
  }
  return { keys, sha1, sha256, certificates };
}
