import { deepEqual, equal, throws } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import {
  parseSshKey,
  parseSshRevocation,
  parseSshSignature,
  type SshErrorCode,
  SshSignatureError,
  sshRevoked,
  verifySshSignature,
} from '../../../core/signature/ssh/index.js';
import { outcomeOf } from '../../../core/verdict/checks.js';
import { krl, ofCertificates, section } from './krl-writer.js';
import { lineOf, PlainKey, signed } from './plain-key.js';
import { type CertificateFields, certificate, string, uint32, uint64 } from './ssh-keys.js';

const key = new PlainKey('ed25519');
const other = new PlainKey('ed25519');
const ca = new PlainKey('p256');
const certified = (fields: CertificateFields = {}) =>
  parseSshKey(certificate(key, ca, [], { serial: 5n, keyId: 'id-1', ...fields }));

const plain = parseSshKey(key.blob);
const hash = (name: string, blob: Uint8Array) => string(createHash(name).update(blob).digest());

function said(file: Uint8Array | string, asked = plain): string | undefined {
  return sshRevoked(parseSshRevocation(Buffer.from(file)), asked);
}

function refused(
  file: Uint8Array | string,
  message: string,
  code: SshErrorCode = 'SSH_REVOCATION_MALFORMED',
) {
  throws(() => parseSshRevocation(Buffer.from(file)), new SshSignatureError(code, message));
}

const KEY = 'the key is revoked';
const CERTIFICATE = 'the certificate is revoked';
const AUTHORITY = 'the authority that issued the certificate is revoked';

test('a list of keys revokes each key, with and without a certificate, and all certificates of a revoked authority', () => {
  const file = `# c\n\n \t\r\n${other.line}\n  ${key.line} comment\r\n`;
  equal(said(file), KEY);
  equal(said(file, certified()), KEY);
  equal(said(`${other.line}\n${ca.line}`, certified()), AUTHORITY);
  equal(said(`${other.line}\n${ca.line}`), undefined);
  equal(said(lineOf(certificate(key, other))), KEY);
  equal(said(other.line), undefined);
  equal(said(''), undefined);
});

test('one invalid line makes a list of keys invalid', () => {
  refused(
    `${other.line}\n\nnonsense\n${key.line}`,
    'line 3 of the revocation file: no key: a type and base64 are needed',
  );
  refused('SSHKRL\n', 'line 1 of the revocation file: no key: a type and base64 are needed');
  refused('ssh-ed25519 AAAA', 'line 1 of the revocation file: the SSH public key: ends too early');
});

test('a key revocation list revokes keys by their blob and by their hashes', () => {
  for (const [type, name] of [
    [2, ''],
    [3, 'sha1'],
    [5, 'sha256'],
  ] as const) {
    const entry = (blob: Uint8Array) => (name === '' ? string(blob) : hash(name, blob));
    const list = (...blobs: Uint8Array[]) => krl([section(type, ...blobs.map(entry))]);
    equal(said(list(other.blob, key.blob)), KEY, name);
    equal(said(list(key.blob), certified()), KEY, name);
    equal(said(list(ca.blob), certified()), AUTHORITY, name);
    equal(said(list(other.blob)), undefined, name);
    equal(said(krl([section(type, entry(other.blob)), section(type, entry(key.blob))])), KEY, name);
    equal(said(list()), undefined, name);
  }
  equal(said(krl([])), undefined);
});

test('a key revocation list revokes certificates by number, range, bitmap and name', () => {
  const range = (low: number, high: number) => section(0x21, uint64(low), uint64(high));
  const bitmap = (offset: number, ...bits: number[]) =>
    section(0x22, uint64(offset), string(Buffer.from(bits)));
  const cases: readonly (readonly [Uint8Array, readonly bigint[]])[] = [
    [section(0x20, uint64(5), uint64(8)), [5n, 8n]],
    [section(0x20, uint64(8), uint64(5)), [5n, 8n]],
    [range(3, 5), [3n, 4n, 5n]],
    [range(5, 5), [5n]],
    [range(0, 1), [1n]],
    [bitmap(1, 0x15), [1n, 3n, 5n]],
    [bitmap(0, 0x41), [6n]],
    [bitmap(2, 0x01, 0x02), [3n, 10n]],
    [bitmap(7), []],
    [section(0x23, string('id-2'), string('id-1')), []],
    [section(0x23, string('id-9'), string('id-8')), []],
    [section(0x39, string('x@y'), Buffer.of(0), string('')), []],
  ];
  for (const [inner, revoked] of cases) {
    for (let serial = 0n; serial <= 20n; serial++) {
      const is = said(krl([ofCertificates([inner])]), certified({ serial, keyId: 'no' }));
      equal(
        is,
        revoked.includes(serial) ? CERTIFICATE : undefined,
        `${Buffer.from(inner).toString('hex')} ${serial}`,
      );
    }
  }
  const named = krl([ofCertificates([section(0x23, string('id-2'), string('id-1'))])]);
  for (const [keyId, serial, expected] of [
    ['id-1', 0n, CERTIFICATE],
    ['id-2', 7n, CERTIFICATE],
    ['id-3', 7n, undefined],
  ] as const)
    equal(said(named, certified({ keyId, serial })), expected, keyId);
  equal(
    said(krl([ofCertificates([range(1, 4), range(6, 7), range(9, 9)])]), certified({ serial: 6n })),
    CERTIFICATE,
  );
  equal(said(krl([ofCertificates([bitmap(40, 1), bitmap(5, 1)])]), certified()), CERTIFICATE);
});

test('the largest serial numbers are revoked like any other', () => {
  const last = (1n << 64n) - 1n;
  const top = (offset: bigint, bits: Uint8Array) =>
    ofCertificates([section(0x22, uint64(offset), string(bits))]);
  equal(said(krl([ofCertificates([section(0x20, uint64(last))])]), certified({ serial: last })), CERTIFICATE);
  equal(said(krl([top(last - 7n, Buffer.of(0, 0x80))]), certified({ serial: last })), CERTIFICATE);
  equal(said(krl([top(last - 7n, Buffer.of(0, 0x80))]), certified({ serial: last - 1n })), undefined);
  refused(
    krl([top(last - 6n, Buffer.of(1))]),
    'a certificate section of the key revocation list: a bitmap past the last serial number',
  );
});

test('revocations by one authority do not apply to certificates of another', () => {
  const serial = section(0x20, uint64(5));
  equal(said(krl([ofCertificates([serial], ca.blob)]), certified()), CERTIFICATE);
  equal(said(krl([ofCertificates([serial], other.blob)]), certified()), undefined);
  equal(
    said(krl([ofCertificates([serial], other.blob), ofCertificates([serial], ca.blob)]), certified()),
    CERTIFICATE,
  );
  equal(said(krl([ofCertificates([serial])])), undefined);
});

test('a key revocation list is refused if it is not version 1, or contains unknown parts', () => {
  const LIST = 'the key revocation list';
  const unsupported = (what: string) => `${LIST} has ${what}, which this program does not support`;
  const critical = (flag: number) => [string('x@y'), Buffer.of(flag), string('z')];
  refused(krl([], 2), unsupported('a version that is not 1'));
  refused(krl([], 0), unsupported('a version that is not 1'));
  refused(krl([section(4, string(''))]), unsupported('a signature'));
  refused(krl([section(6)]), unsupported('a section of type 6'));
  refused(krl([section(0)]), unsupported('a section of type 0'));
  refused(krl([section(255, ...critical(1))]), unsupported('a critical extension'));
  refused(krl([ofCertificates([section(0x39, ...critical(2))])]), unsupported('a critical extension'));
  refused(krl([ofCertificates([section(0x24)])]), unsupported('a certificate section of type 36'));
  equal(said(krl([section(255, ...critical(0)), section(2, string(key.blob))])), KEY);
  equal(
    said(krl([ofCertificates([section(0x39, ...critical(0)), section(0x20, uint64(5))])]), certified()),
    CERTIFICATE,
  );
});

test('a key revocation list with malformed sections is refused', () => {
  const SECTION = 'a section of the key revocation list';
  const INNER = 'a certificate section of the key revocation list';
  const inner = (...content: Uint8Array[]) => krl([ofCertificates(content)]);
  refused(krl([section(3, string(Buffer.alloc(19)))]), `${SECTION}: a hash of the wrong length`);
  refused(krl([section(3, string(Buffer.alloc(21)))]), `${SECTION}: a hash of the wrong length`);
  refused(krl([section(5, string(Buffer.alloc(31)))]), `${SECTION}: a hash of the wrong length`);
  refused(krl([section(5, string(Buffer.alloc(20)))]), `${SECTION}: a hash of the wrong length`);
  refused(krl([section(2, Buffer.of(0))]), `${SECTION}: ends too early`);
  refused(
    krl([section(255, string(''), Buffer.of(0), string(''), Buffer.of(0))]),
    `${SECTION}: data after the end`,
  );
  refused(krl([section(255, string('a\0b'), Buffer.of(0), string(''))]), `${SECTION}: NUL in text`);
  refused(krl([Buffer.of(2)]), 'the key revocation list: ends too early');
  refused(Buffer.from('SSHKRL\n\0'), 'the key revocation list: ends too early');
  const emptyRange = `${SECTION}: an empty range of serial numbers`;
  refused(inner(section(0x21, uint64(6), uint64(5))), emptyRange);
  refused(inner(section(0x21, uint64(0), uint64(0))), emptyRange);
  refused(inner(section(0x20, uint64(0))), emptyRange);
  refused(inner(section(0x20, uint64(1), uint32(0))), `${INNER}: ends too early`);
  refused(inner(section(0x21, uint64(1), uint64(1), Buffer.of(0))), `${INNER}: data after the end`);
  refused(
    inner(section(0x22, uint64(1), string(Buffer.alloc(2049, 1)))),
    `${INNER}: a bitmap over 2048 bytes`,
  );
  refused(inner(section(0x22, uint64(1), string(Buffer.of(0x80)))), `${INNER}: a negative number`);
  refused(
    inner(section(0x22, uint64(1), string(Buffer.of(0, 1)))),
    `${INNER}: a number that is not in its shortest form`,
  );
  refused(inner(section(0x23, string('a\0'))), `${INNER}: NUL in text`);
  equal(said(inner(section(0x22, uint64(5), string(Buffer.alloc(2048, 1)))), certified()), CERTIFICATE);
});

test('an authority that is not a key, or has a certificate itself, is refused', () => {
  refused(krl([ofCertificates([], 'x')]), 'the SSH public key: ends too early');
  refused(
    krl([ofCertificates([], certificate(key, ca))]),
    'the SSH public key: a certificate where a key is needed',
  );
});

test('a revoked key makes a sound signature invalid; an unreadable list makes it incomplete', async () => {
  const signature = parseSshSignature(Buffer.from(signed(key, 'payload', certificate(key, ca))));
  const judge = async (revocation: Parameters<typeof verifySshSignature>[0]['revocation']) => {
    const { checks } = await verifySshSignature({
      signature,
      payload: Buffer.from('payload'),
      ...(revocation && { revocation }),
      time: 1,
    });
    return [outcomeOf(checks), checks.filter(({ name }) => name === 'revocation')];
  };
  deepEqual(await judge(undefined), ['valid', []]);
  deepEqual(await judge(parseSshRevocation(Buffer.from(key.line))), [
    'invalid',
    [{ name: 'revocation', outcome: 'failed', reason: 'SSH_KEY_REVOKED', detail: KEY }],
  ]);
  deepEqual(await judge(parseSshRevocation(Buffer.from(other.line))), [
    'valid',
    [{ name: 'revocation', outcome: 'passed', detail: 'not in the revocation file' }],
  ]);
  deepEqual(await judge({ unreadable: 'gone' }), [
    'incomplete',
    [{ name: 'revocation', outcome: 'not-made', reason: 'SSH_REVOCATION_UNREADABLE', detail: 'gone' }],
  ]);
});

test('an error that is not about the file is passed on', () => {
  class Broken extends Uint8Array {
    override subarray(): never {
      throw new TypeError('broken');
    }
  }
  throws(() => parseSshRevocation(new Broken(9)), TypeError);
});
