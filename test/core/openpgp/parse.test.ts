import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import {
  OpenPgpError,
  openPgpErrorCheck,
  parseGpgStatus,
  parseOpenPgpSignature,
  signaturePacket,
  signedMessage,
} from '../../../core/signature/openpgp/index.js';
import { armored, oldPacket, signatureBody, subpacket } from './packet-writer.js';

const FINGERPRINT = '066fe2e8cf4f958100922c2157486445de4fb76c';
const TIME = subpacket(2, '6a000000');
const ISSUER = subpacket(16, '57486445de4fb76c');
const ISSUER_FINGERPRINT = subpacket(33, `04${FINGERPRINT}`);

function read(body: Uint8Array) {
  return parseOpenPgpSignature(Buffer.from(armored(oldPacket(2, body))));
}

function codeOf(armor: string): string {
  try {
    parseOpenPgpSignature(Buffer.from(armor));
    return 'parsed';
  } catch (error) {
    if (error instanceof OpenPgpError) return error.code;
    throw error;
  }
}

function bodyCode(body: Uint8Array): string {
  return codeOf(armored(oldPacket(2, body)));
}

test('a version 4 signature names its key, time and hash', () => {
  const { body, ...facts } = read(signatureBody([ISSUER_FINGERPRINT, TIME], [ISSUER]));
  deepEqual(facts, {
    version: 4,
    type: 0,
    publicKeyAlgorithm: 22,
    hashAlgorithm: 8,
    createdAt: 0x6a000000,
    issuerFingerprint: FINGERPRINT.toUpperCase(),
    issuerKeyId: '57486445DE4FB76C',
  });
});

test('a signature with only an issuer, or without one, is read', () => {
  equal(read(signatureBody([TIME], [ISSUER])).issuerKeyId, '57486445DE4FB76C');
  equal(read(signatureBody([TIME], [])).issuerKeyId, undefined);
});

test('versions 5 and 6 take their key id from the start of the fingerprint', () => {
  for (const version of [5, 6]) {
    const issuer = subpacket(33, `0${version}${'a1'.repeat(32)}`);
    equal(read(signatureBody([issuer, TIME], [], { version })).issuerKeyId, 'A1A1A1A1A1A1A1A1');
  }
});

test('a version 3 signature is read', () => {
  const body = Buffer.from('0305006a00000057486445de4fb76c1108abcd000880000880', 'hex');
  const { version, issuerKeyId, createdAt, hashAlgorithm } = read(body);
  deepEqual([version, issuerKeyId, createdAt, hashAlgorithm], [3, '57486445DE4FB76C', 0x6a000000, 8]);
});

test('a creation time that is not signed does not count', () => {
  equal(bodyCode(signatureBody([], [TIME, ISSUER])), 'OPENPGP_SIGNATURE_MALFORMED');
});

test('an issuer that names two different keys is refused', () => {
  equal(
    bodyCode(signatureBody([TIME, ISSUER_FINGERPRINT], [subpacket(16, '0000000000000001')])),
    'OPENPGP_SIGNATURE_MALFORMED',
  );
});

test('malformed subpackets, lengths and numbers are refused', () => {
  const bodies = [
    signatureBody([TIME, Buffer.of(0)], []),
    signatureBody([TIME, Buffer.of(9, 16)], []),
    signatureBody([subpacket(2, '00')], []),
    signatureBody([TIME, subpacket(33, `04${FINGERPRINT}00`)], []),
    signatureBody([TIME, subpacket(33, `07${FINGERPRINT}`)], []),
    signatureBody([TIME], [], { numbers: Buffer.from('000880000880ff', 'hex') }),
    signatureBody([TIME], [], { numbers: Buffer.from('000880', 'hex') }),
    signatureBody([TIME], [], { algorithm: 27, numbers: Buffer.alloc(63) }),
    signatureBody([TIME], [], { type: 0x10 }),
  ];
  for (const body of bodies) equal(bodyCode(body), 'OPENPGP_SIGNATURE_MALFORMED', body.toString('hex'));
});

test('an unknown version is not verified', () => {
  equal(bodyCode(signatureBody([TIME], [], { version: 7 })), 'OPENPGP_NOT_SUPPORTED');
  equal(openPgpErrorCheck(new OpenPgpError('OPENPGP_NOT_SUPPORTED', 'x')).outcome, 'not-made');
});

test('two signatures, none, or other data next to the signature is refused', () => {
  const signature = oldPacket(2, signatureBody([TIME], [ISSUER]));
  const literal = oldPacket(11, Buffer.from('b\0\0\0\0\0tree'));
  for (const packets of [
    Buffer.concat([signature, signature]),
    Buffer.concat([signature, literal]),
    Buffer.concat([literal, signature]),
    literal,
    Buffer.alloc(0),
  ])
    equal(codeOf(armored(packets)), 'OPENPGP_SIGNATURE_COUNT');
});

test('partial and indeterminate lengths are refused', () => {
  const body = signatureBody([TIME], [ISSUER]);
  for (const header of [Buffer.of(0xc2, 0xe5), Buffer.of(0x8b), Buffer.of(0x08)])
    equal(codeOf(armored(Buffer.concat([header, body]))), 'OPENPGP_SIGNATURE_MALFORMED');
});

test('armor is read with headers, without a checksum and with CRLF, and refused when damaged', () => {
  const packet = oldPacket(2, signatureBody([TIME], [ISSUER]));
  const good = armored(packet);
  equal(
    codeOf(armored(packet, 'PGP SIGNATURE', 'Version: GnuPG v2\nComment: https://example.com\n')),
    'parsed',
  );
  equal(codeOf(armored(packet, 'PGP MESSAGE')), 'parsed');
  equal(codeOf(good.replaceAll('\n', '\r\n')), 'parsed');
  equal(codeOf(good.replace(/\n=.{4}\n/, '\n')), 'parsed');
  equal(codeOf(`${good}\n \n`), 'parsed');
  for (const armor of [
    '',
    `x${good}`,
    `${good}x`,
    `${good}${good}`,
    good.replace(/\n=.{4}\n/, '\n=AAAA\n'),
    good.replace('SIGNATURE-----\n\n', 'SIGNATURE-----\n'),
    good.replace('SIGNATURE-----\n\n', 'SIGNATURE-----\nnot a header\n\n'),
    good.replace('END PGP SIGNATURE', 'END PGP MESSAGE'),
    good.replace('\n\n', '\n\n*'),
    good + ' '.repeat(1 << 18),
  ])
    equal(codeOf(armor), 'ARMOR_MALFORMED', JSON.stringify(armor.slice(0, 80)));
});

test('only binary signatures of versions 3 and 4 become signed messages', () => {
  const payload = Buffer.from('payload');
  const plain = read(signatureBody([TIME], [ISSUER]));
  const message = Buffer.from(signedMessage(plain, payload) ?? []);
  equal(message.subarray(0, 6).toString('hex'), 'c4ff0000000d');
  ok(message.includes(payload));
  ok(message.subarray(-signaturePacket(plain).length).equals(signaturePacket(plain)));
  equal(signedMessage(read(signatureBody([TIME], [], { type: 1 })), payload), undefined);
  equal(signedMessage(read(signatureBody([TIME], [], { version: 6 })), payload), undefined);
});

const KEY = FINGERPRINT.toUpperCase();
const GOOD = [
  '[GNUPG:] NEWSIG',
  `[GNUPG:] KEY_CONSIDERED ${KEY} 0`,
  '[GNUPG:] GOODSIG 57486445DE4FB76C J%C3%B6rg %25 <j@example.com>',
  `[GNUPG:] VALIDSIG ${KEY} 2026-11-22 1795305938 0 4 0 22 8 00 ${KEY}`,
  '[GNUPG:] TRUST_FULLY 0 pgp',
];

test('gpg’s status lines are read', () => {
  deepEqual(parseGpgStatus(GOOD), {
    conclusion: 'GOODSIG',
    keyId: '57486445DE4FB76C',
    userId: 'Jörg % <j@example.com>',
    valid: { fingerprint: KEY, primaryFingerprint: KEY, createdAt: 1795305938 },
    trust: 'fully',
  });
  deepEqual(
    parseGpgStatus([
      '[GNUPG:] ERRSIG 57486445DE4FB76C 22 8 00 1795305938 9 -',
      '[GNUPG:] NO_PUBKEY 57486445DE4FB76C',
    ]),
    { conclusion: 'ERRSIG', keyId: '57486445DE4FB76C', errorCode: 9 },
  );
});

test('status lines that do not belong to one signature are no answer', () => {
  const [, , good = '', valid = '', trust = ''] = GOOD;
  for (const lines of [
    [],
    [...GOOD, good],
    [...GOOD, '[GNUPG:] BADSIG 57486445DE4FB76C x'],
    [...GOOD, valid],
    [...GOOD, trust],
    [...GOOD, '[GNUPG:] TRUST_NEVER'],
    [...GOOD, 'GOODSIG'],
    [...GOOD, '[GNUPG:] UNEXPECTED 0'],
    [good, trust],
    [valid, trust],
    [good, valid, '[GNUPG:] TRUST_SOMEWHAT'],
    [good.replace('57486445DE4FB76C', '57486445DE4FB76D'), valid],
    [good.replace('57486445DE4FB76C', '../../etc'), valid],
    [good, valid.replace('1795305938', '-1')],
    ['[GNUPG:] BADSIG 57486445DE4FB76C x', valid],
    ['[GNUPG:] ERRSIG 57486445DE4FB76C 22'],
  ])
    equal(parseGpgStatus(lines), undefined, lines.join(' / '));
});

test('modified signatures give a typed error or a signature', () => {
  let state = 20261122;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
  const packet = oldPacket(2, signatureBody([ISSUER_FINGERPRINT, TIME], [ISSUER]));
  const armor = Buffer.from(armored(packet));
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const inner = i % 2 === 0;
    const bytes = Buffer.from(inner ? packet : armor);
    for (let n = 1 + next(3); n > 0; n--) bytes[next(bytes.length)] = next(256);
    const cut = next(4) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes;
    const code = codeOf(inner ? armored(cut) : cut.toString('latin1'));
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  ok((counts.get('parsed') ?? 0) > 100 && counts.size >= 4, JSON.stringify([...counts]));
});
