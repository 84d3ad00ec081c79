import { equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import {
  parseSshKey,
  parseSshRevocation,
  type SshErrorCode,
  SshSignatureError,
  sshRevoked,
} from '../../core/signature/ssh/index.js';
import { Serials } from '../../core/signature/ssh/serials.js';
import { krl, ofCertificates, section } from '../core/ssh/krl-writer.js';
import { lineOf, PlainKey } from '../core/ssh/plain-key.js';
import { string, uint64 } from '../core/ssh/ssh-keys.js';

const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));
const plain = parseSshKey(new PlainKey('ed25519').blob);

function said(file: Uint8Array | string): string | undefined {
  return sshRevoked(parseSshRevocation(Buffer.from(file)), plain);
}

function refused(file: Uint8Array | string, message: string, code: SshErrorCode) {
  throws(() => parseSshRevocation(Buffer.from(file)), new SshSignatureError(code, message));
}

const ENTRIES = 1 << 18;
const times = (count: number, part: Uint8Array) => Buffer.alloc(count * part.length, part);
const TOO_LARGE = 'the key revocation list has more than 1024 sections of certificates or 262144 entries';

test('a key revocation list has one limit of entries for all kinds together', () => {
  const kinds: Readonly<Record<string, (count: number) => Uint8Array>> = {
    'serial numbers': (count) => ofCertificates([section(0x20, times(count - 2, uint64(1)))]),
    ranges: (count) => ofCertificates([times(count - 1, section(0x21, uint64(1), uint64(1)))]),
    names: (count) => ofCertificates([section(0x23, times(count - 2, string('no')))]),
    keys: (count) => section(2, times(count - 1, string('no'))),
    hashes: (count) => section(3, times(count - 1, string('x'.padEnd(20)))),
    extensions: (count) => times(count, section(255, string(''), Buffer.of(0), string(''))),
    'keys and hashes': (count) =>
      Buffer.concat([
        section(2, times(count - 7, string('no'))),
        section(5, times(5, string('x'.padEnd(32)))),
      ]),
  };
  for (const [kind, of] of Object.entries(kinds)) {
    equal(said(krl([of(ENTRIES)])), undefined, kind);
    refused(krl([of(ENTRIES + 1)]), TOO_LARGE, 'SSH_REVOCATION_TOO_LARGE');
  }
});

test('a key revocation list has a limit of sections about certificates', () => {
  equal(said(krl([times(1024, ofCertificates([]))])), undefined);
  refused(krl([times(1025, ofCertificates([]))]), TOO_LARGE, 'SSH_REVOCATION_TOO_LARGE');
});

test('a revocation file has a limit of keys, and of bytes', () => {
  const tooLarge = 'the revocation file has more than 16777216 bytes or 262144 keys';
  const blob = Buffer.concat([string('ssh-rsa'), string(Buffer.of(1)), string(Buffer.of(1))]);
  const line = `${lineOf(blob)}\n`;
  equal(said(`#\n\n${line.repeat(ENTRIES)}`), undefined);
  refused(line.repeat(ENTRIES + 1), tooLarge, 'SSH_REVOCATION_TOO_LARGE');
  equal(said('#'.repeat(1 << 24)), undefined);
  refused('#'.repeat((1 << 24) + 1), tooLarge, 'SSH_REVOCATION_TOO_LARGE');
});

test('a hundred thousand questions to a quarter of a million ranges and bitmaps take a few comparisons each', () => {
  const ranges = list(1 << 18, (i) => [BigInt(i * 2 + 1), BigInt(i * 2 + 1)] as const).reverse();
  const bitmaps = list(1 << 18, (i) => ({ offset: BigInt((i >> 4) * 8), bits: Uint8Array.of(1 << (i & 3)) }));
  const before = process.cpuUsage();
  const [ofRanges, ofBitmaps] = [new Serials(ranges, []), new Serials([], bitmaps)];
  for (let i = 0n; i < 100_000n; i++) {
    equal(ofRanges.has(i), i % 2n === 1n);
    equal(ofBitmaps.has(i), i % 8n < 4n);
  }
  const { user, system } = process.cpuUsage(before);
  ok(user + system < 8e6, `${(user + system) / 1e6} s`);
});
