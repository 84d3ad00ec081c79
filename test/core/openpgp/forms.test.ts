import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import {
  OpenPgpError,
  type OpenPgpErrorCode,
  openPgpErrorCheck,
  parseOpenPgpSignature,
  signaturePacket,
  signedMessage,
} from '../../../core/signature/openpgp/index.js';
import { armored, oldPacket, signatureBody, subpacket } from './packet-writer.js';

const FINGERPRINT = '066fe2e8cf4f958100922c2157486445de4fb76c';
const TIME = subpacket(2, '6a000000');
const ISSUER = subpacket(16, '57486445de4fb76c');
const NUMBERS = '000880000880';

const parse = (armor: string) => parseOpenPgpSignature(Buffer.from(armor, 'latin1'));
const read = (body: Uint8Array) => parse(armored(packet(body)));

/** A packet with an old header and a length of four octets. */
function packet(body: Uint8Array, type = 2): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.of(0x82 | (type << 2)), length, body]);
}

function refused(
  parsed: () => unknown,
  why: string,
  code: OpenPgpErrorCode = 'OPENPGP_SIGNATURE_MALFORMED',
): void {
  throws(parsed, new OpenPgpError(code, why));
}

const malformed = (body: Uint8Array, why: string) =>
  refused(() => read(body), `the OpenPGP signature ${why}`);

/** A body of exactly this length, filled with an unknown subpacket. */
function bodyOf(length: number): Buffer {
  const fill = (count: number) =>
    Buffer.concat([Buffer.of(255, 0, 0, count >> 8, count & 255, 100), Buffer.alloc(count - 1, 7)]);
  const empty = signatureBody([TIME], [fill(1)]).length;
  return signatureBody([TIME], [fill(length - empty + 1)]);
}

test('a packet is read with every header form that states a length', () => {
  const sized = (length: number, ...header: number[]) =>
    parse(armored(Buffer.concat([Buffer.from(header), bodyOf(length)]))).body.length;
  equal(sized(60, 0x88, 60), 60);
  equal(sized(255, 0x88, 255), 255);
  equal(sized(60, 0x89, 0, 60), 60);
  equal(sized(300, 0x89, 1, 44), 300);
  equal(sized(300, 0x8a, 0, 0, 1, 44), 300);
  equal(sized(60, 0xc2, 60), 60);
  equal(sized(191, 0xc2, 191), 191);
  equal(sized(192, 0xc2, 192, 0), 192);
  equal(sized(447, 0xc2, 192, 255), 447);
  equal(sized(448, 0xc2, 193, 0), 448);
  equal(sized(8383, 0xc2, 223, 255), 8383);
  equal(sized(8384, 0xc2, 255, 0, 0, 32, 192), 8384);
  equal(sized(60, 0xc2, 255, 0, 0, 0, 60), 60);
});

test('a packet with a partial length, no length or no header, or a truncated packet, is refused', () => {
  const body = bodyOf(600);
  const of =
    (...header: number[]) =>
    () =>
      parse(armored(Buffer.concat([Buffer.from(header), body])));
  const partial = 'the OpenPGP signature has a packet of partial lengths';
  refused(of(0xc2, 224), partial);
  refused(of(0xc2, 254), partial);
  refused(of(0x8b), 'the OpenPGP signature has a packet of indeterminate length');
  refused(of(0x42, 60), 'the OpenPGP signature has a packet without a header');
  refused(of(0xc2, 255, 0, 0, 2, 89), 'the OpenPGP signature ends too early');
  refused(of(0x8a, 1, 0, 0, 0), 'the OpenPGP signature ends too early');
});

test('a subpacket is read with a length of one, two or five octets', () => {
  const filler = (count: number, ...length: number[]) =>
    Buffer.concat([Buffer.from(length), Buffer.of(100), Buffer.alloc(count - 1, 2)]);
  for (const fill of [
    filler(191, 191),
    filler(192, 192, 0),
    filler(448, 193, 0),
    filler(16064, 254, 0),
    filler(60, 255, 0, 0, 0, 60),
    filler(1, 1),
  ]) {
    equal(read(signatureBody([fill, TIME], [fill, ISSUER])).issuerKeyId, '57486445DE4FB76C');
    malformed(signatureBody([TIME, fill.subarray(0, -1)], []), 'ends too early');
  }
  malformed(signatureBody([TIME, Buffer.of(0)], []), 'has an empty subpacket');
});

test('a critical subpacket is read like any other, and an unknown one is skipped', () => {
  const critical = (part: Buffer) =>
    Buffer.concat([part.subarray(0, 1), Buffer.of((part[1] ?? 0) | 0x80), part.subarray(2)]);
  const { createdAt, issuerKeyId } = read(
    signatureBody([critical(TIME), subpacket(34, '00')], [critical(ISSUER), subpacket(3, '01')]),
  );
  deepEqual([createdAt, issuerKeyId], [0x6a000000, '57486445DE4FB76C']);
});

test('duplicate statements about key or time must agree', () => {
  const print = (hex: string, version = '04') => subpacket(33, version + hex);
  equal(read(signatureBody([TIME, TIME, ISSUER, print(FINGERPRINT)], [ISSUER])).createdAt, 0x6a000000);
  malformed(
    signatureBody([TIME, subpacket(2, '6a000001')], []),
    'says two different things of its creation time',
  );
  malformed(
    signatureBody([TIME, ISSUER], [subpacket(16, '57486445de4fb76d')]),
    'says two different things of its issuer',
  );
  malformed(
    signatureBody([TIME, print(FINGERPRINT)], [print(FINGERPRINT.replace('066', '067'))]),
    'says two different things of its issuer fingerprint',
  );
  equal(read(signatureBody([TIME], [subpacket(2, '6a000001')])).createdAt, 0x6a000000);
  equal(read(signatureBody([ISSUER, TIME], [])).issuerKeyId, '57486445DE4FB76C');
});

test('the version decides the length of a fingerprint, and the fingerprint gives the key id', () => {
  const long = `${'ab'.repeat(8)}${'01'.repeat(24)}`;
  for (const [version, hex, keyId] of [
    [4, FINGERPRINT, '57486445DE4FB76C'],
    [5, long, 'ABABABABABABABAB'],
    [6, long, 'ABABABABABABABAB'],
  ] as const) {
    const body = signatureBody([subpacket(33, `0${version}${hex}`), TIME], []);
    const { issuerFingerprint, issuerKeyId } = read(body);
    deepEqual([issuerFingerprint, issuerKeyId], [hex.toUpperCase(), keyId]);
    for (const wrong of [`${hex}00`, hex.slice(2)])
      malformed(
        signatureBody([subpacket(33, `0${version}${wrong}`), TIME], []),
        'has a malformed issuer fingerprint',
      );
  }
  for (const version of ['03', '07'])
    malformed(
      signatureBody([subpacket(33, version + FINGERPRINT), TIME], []),
      'has a malformed issuer fingerprint',
    );
});

test('subpackets for time and issuer have a fixed length', () => {
  malformed(signatureBody([subpacket(2, '6a00000000')], []), 'has data after the end of its creation time');
  malformed(signatureBody([subpacket(2, '6a0000')], []), 'ends too early');
  malformed(
    signatureBody([TIME, subpacket(16, '57486445de4fb76c00')], []),
    'has data after the end of its issuer',
  );
  malformed(signatureBody([TIME, subpacket(16, '57486445de4fb7')], []), 'ends too early');
  malformed(signatureBody([subpacket(100, '00')], [TIME]), 'has no signed creation time');
});

test('a signature has the numbers, or bytes, that its algorithm needs', () => {
  const mpi = '0009ffff';
  const of = (algorithm: number, numbers: string, version = 4) =>
    signatureBody([TIME], [], { algorithm, numbers: Buffer.from(numbers, 'hex'), version });
  for (const [algorithm, good] of [
    [1, mpi],
    [3, mpi],
    [17, mpi + mpi],
    [19, mpi + mpi],
    [22, mpi + mpi],
    [27, '11'.repeat(64)],
    [28, '11'.repeat(114)],
  ] as const) {
    for (const version of [4, 6]) {
      equal(read(of(algorithm, good, version)).publicKeyAlgorithm, algorithm);
      malformed(of(algorithm, `${good}00`, version), 'has data after the end of its numbers');
      malformed(of(algorithm, good.slice(2), version), 'ends too early');
    }
    malformed(of(algorithm, good.slice(0, -2)), 'ends too early');
  }
  for (const numbers of ['', '00', mpi]) equal(read(of(100, numbers)).publicKeyAlgorithm, 100);
  const cut = signatureBody([TIME], [], { algorithm: 100, numbers: Buffer.alloc(0) });
  malformed(cut.subarray(0, -1), 'ends too early');
});

test('a signature covers data, as binary or text', () => {
  equal(read(signatureBody([TIME], [], { type: 0 })).type, 0);
  equal(read(signatureBody([TIME], [], { type: 1 })).type, 1);
  for (const type of [2, 0x10, 0x40])
    malformed(signatureBody([TIME], [], { type }), 'is not a signature over data');
});

test('versions 3 to 6 are read, each in its own form', () => {
  for (const version of [4, 5, 6] as const)
    equal(read(signatureBody([TIME], [ISSUER], { version })).version, version);
  const v3 = (hex: string) => Buffer.from(hex, 'hex');
  const { body, ...facts } = read(v3(`0305016a00000157486445de4fb76c1108abcd${NUMBERS}`));
  equal(body.length, 25);
  deepEqual(facts, {
    version: 3,
    type: 1,
    publicKeyAlgorithm: 17,
    hashAlgorithm: 8,
    createdAt: 0x6a000001,
    issuerKeyId: '57486445DE4FB76C',
  });
  malformed(
    v3(`0306016a00000157486445de4fb76c1108abcd${NUMBERS}`),
    'has hashed material that is not five octets',
  );
  malformed(v3(`0305026a00000157486445de4fb76c1108abcd${NUMBERS}`), 'is not a signature over data');
  malformed(
    v3(`0305016a00000157486445de4fb76c1108abcd${NUMBERS}00`),
    'has data after the end of its numbers',
  );
  for (const version of [0, 1, 2, 7])
    refused(
      () => read(signatureBody([TIME], [], { version })),
      `OpenPGP signatures of version ${version} are not supported`,
      'OPENPGP_NOT_SUPPORTED',
    );
});

test('exactly one packet is needed, and it must be a signature', () => {
  const good = packet(signatureBody([TIME], [ISSUER]));
  const count = (bytes: Uint8Array) =>
    refused(
      () => parse(armored(bytes)),
      'not exactly one OpenPGP signature and nothing else',
      'OPENPGP_SIGNATURE_COUNT',
    );
  count(packet(signatureBody([TIME], [ISSUER]), 3));
  count(packet(signatureBody([TIME], [ISSUER]), 6));
  count(Buffer.concat([good, oldPacket(13, Buffer.of(1))]));
  count(Buffer.alloc(0));
});

test('armor is one block with headers, an empty line, base64 and a checksum', () => {
  const good = armored(packet(signatureBody([TIME], [ISSUER])));
  const armor = (text: string, why: string) =>
    refused(() => parse(text), `the OpenPGP signature ${why}`, 'ARMOR_MALFORMED');
  const withHeaders = (headers: string) => good.replace('-----\n\n', `-----\n${headers}\n\n`);
  for (const headers of ['A-1: b', 'Comment:', 'Comment:x', 'Version: a\nComment: b c', 'Comment: \xe9'])
    equal(parse(withHeaders(headers)).version, 4, headers);
  for (const headers of [
    'x',
    ' Comment: x',
    'Version: x\nno header',
    'no header\nVersion: x',
    '\xe9: x',
    ': x',
    'Comment: a\rb',
  ])
    armor(withHeaders(headers), 'has a malformed armor header');
  equal(parse(good.replaceAll('\n', ' \t\r\n')).version, 4);
  equal(parse(`${good}\n\t \r\n`).version, 4);
  armor(good.replace('SIGNATURE-----', 'SIGNATURE-----x'), 'does not start with its BEGIN line');
  armor(` ${good}`, 'does not start with its BEGIN line');
  armor('', 'does not start with its BEGIN line');
  armor(good.replaceAll('SIGNATURE', 'PUBLIC KEY'), 'does not start with its BEGIN line');
  armor(good.replace('END PGP SIGNATURE', 'END PGP MESSAGE'), 'does not end with its END line');
  armor(good.replace('SIGNATURE-----\n\n', 'SIGNATURE-----\n'), 'has no empty line before its base64');
  armor(good.replace('\n\n', '\n\n!'), 'is not canonical base64');
  armor(good.replace('\n=', '\nx='), 'is not canonical base64');
  armor(good.replace(/\n(=.{4})\n/, '\n$1x\n'), 'is not canonical base64');
  armor(good.replace(/\n=.{4}\n/, '\n=!!!!\n'), 'is not canonical base64');
  for (const at of [1, 2, 3, 4])
    armor(
      good.replace(/\n=(.{4})\n/, (_, sum: string) => {
        const other = sum[at - 1] === 'A' ? 'B' : 'A';
        return `\n=${sum.slice(0, at - 1)}${other}${sum.slice(at)}\n`;
      }),
      'does not match the checksum of its armor',
    );
  const exact = good + '\n'.repeat((1 << 18) - good.length);
  equal(parse(exact).version, 4);
  armor(`${exact}\n`, 'is larger than 262144 bytes');
});

test('each error of the parser becomes its own check', () => {
  const of = (code: OpenPgpErrorCode) => {
    const { name, outcome, reason } = openPgpErrorCheck(new OpenPgpError(code, 'x'));
    return [name, outcome, reason];
  };
  deepEqual(of('OPENPGP_NOT_SUPPORTED'), ['signature', 'not-made', 'ALGORITHM_NOT_SUPPORTED']);
  for (const code of ['ARMOR_MALFORMED', 'OPENPGP_SIGNATURE_MALFORMED', 'OPENPGP_SIGNATURE_COUNT'] as const)
    deepEqual(of(code), ['structure', 'failed', code]);
});

test('a signed message is a one-pass packet, the literal data and the signature', () => {
  const signature = read(signatureBody([TIME], [ISSUER], { hash: 10 }));
  const payload = Buffer.from('payload');
  const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
  equal(
    hex(signedMessage(signature, payload)),
    `c4ff0000000d03000a1657486445de4fb76c01cbff0000000d620000000000${hex(payload)}${hex(signaturePacket(signature))}`,
  );
  equal(
    hex(signaturePacket(signature)),
    `c2ff000000${signature.body.length.toString(16)}${hex(signature.body)}`,
  );
  const unnamed = hex(signedMessage(read(signatureBody([TIME], [])), payload));
  equal(unnamed.slice(20, 36), '0'.repeat(16));
  equal(hex(signedMessage({ ...signature, version: 3 }, payload)).slice(0, 4), 'c4ff');
  equal(signedMessage({ ...signature, version: 5 }, payload), undefined);
  equal(signedMessage({ ...signature, type: 1 }, payload), undefined);
  const large = signedMessage(signature, Buffer.alloc(0x1020304 - 6));
  equal(hex(large?.subarray(19, 25)), 'cbff01020304');
});
