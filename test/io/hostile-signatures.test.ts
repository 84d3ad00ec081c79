import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { der } from '../../core/encoding/index.js';
import { armored, signatureBody, subpacket } from '../core/openpgp/packet-writer.js';
import {
  attribute,
  CONTENT_TYPE,
  DIGEST,
  ID_DATA,
  SHA256,
  signedData,
  signerInfo,
} from '../core/signature/pieces.js';
import { krl, ofCertificates, section } from '../core/ssh/krl-writer.js';
import { certificate, SecurityKey, sshsig, string, toBeSigned, uint64 } from '../core/ssh/ssh-keys.js';
import { measuredModule } from '../support/measured.js';
import type { SignatureRun } from '../support/read-signatures.js';

const CHILD = join(import.meta.dirname, '..', 'support', 'read-signatures.js');
const key = new SecurityKey('ed25519');
const authority = new SecurityKey('ecdsa');
const armor = key.sign('payload');
const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));

/** Node alone takes about 60 MB and a quarter of a second. Without limits, these take a minute or more than a gigabyte. */
async function said(what: string, input: string | Uint8Array, signed = armor): Promise<SignatureRun> {
  const { result, cpuSeconds, megabytes } = await measuredModule<SignatureRun>(CHILD, input, {
    args: [what, signed],
  });
  ok(cpuSeconds < 6, `${cpuSeconds} s`);
  ok(megabytes < 320, `${megabytes} MB`);
  return result;
}

const names = (prefix: string, length: number, make: (i: number) => string) =>
  list(length, (i) => `${prefix}${make(i)}`).join(',');
const base36 = (i: number) => i.toString(36);

test('for 100,000 principals that no line allows there is no answer, and it comes at once', async () => {
  const lines = list(10, () => `${names('!', 10_000, base36)} ${key.line}\n`).join('');
  const { word, detail } = await said('allowed', lines);
  equal(word, 'cannot-answer');
  match(detail ?? '', /^allowed signers: comparing the names and patterns .* takes more than \d+ steps$/);
});

test('a hundred thousand principals on lines for another namespace are refused, and only one text is kept', async () => {
  const lines = list(10, () => `${names('', 10_000, base36)} namespaces="file" ${key.line}\n`).join('');
  deepEqual(await said('allowed', lines), {
    word: 'refused',
    detail: 'allowed signers: line 10: its key may not sign in the namespace "git"',
  });
});

test('a pattern of stars on every line of an authority gives no answer for a certificate with long names', async () => {
  const blob = certificate(key, authority, [], { principals: list(60, (i) => 'a'.repeat(900) + i) });
  const signed = sshsig({ key: blob, signature: key.signBlob(toBeSigned('payload')) });
  const pattern = `${'*a'.repeat(500)}b`;
  const line = `${list(50, () => pattern).join(',')} cert-authority ${authority.line}\n`;
  const { word } = await said('allowed', line.repeat(100), signed);
  equal(word, 'cannot-answer');
});

test('an allowed signers file of 16 MiB of line ends, or of invalid lines, needs little time and memory', async () => {
  equal((await said('allowed', `me ${key.line}\n`.padEnd(1 << 24, '\n'))).word, 'allowed');
  equal((await said('allowed', `me ${key.line}\n`.padEnd(1 << 24, 'x\n'))).word, 'cannot-answer');
});

test('an allowed signers file with the largest allowed number of keys is read', async () => {
  equal((await said('allowed', `a ${authority.line}\n`.repeat(78_000))).word, 'not-stated');
});

const ENTRIES = 1 << 18;

test('a key revocation list with the largest allowed number of serial numbers is read and used', async () => {
  const certified = sshsig({
    key: certificate(key, authority),
    signature: key.signBlob(toBeSigned('payload')),
  });
  const ranges = Buffer.concat(list(ENTRIES - 1, (i) => section(0x21, uint64(i + 1), uint64(i + 1))));
  deepEqual(await said('revocation', krl([ofCertificates([ranges])]), certified), { word: 'read' });
});

test('a key revocation list of a million sections, or two million serial numbers, is refused by name', async () => {
  const sections = Buffer.concat(list(1_000_000, () => ofCertificates([])));
  equal((await said('revocation', krl([sections]))).word, 'SSH_REVOCATION_TOO_LARGE');
  const serials = ofCertificates([section(0x20, Buffer.alloc(8 * 2_000_000, 1))]);
  equal((await said('revocation', krl([serials]))).word, 'SSH_REVOCATION_TOO_LARGE');
});

test('a revocation file of 16 MiB is read, and one more byte is too many', async () => {
  deepEqual(await said('revocation', '\n'.repeat(1 << 24)), { word: 'read' });
  equal((await said('revocation', '\n'.repeat((1 << 24) + 1))).word, 'SSH_REVOCATION_TOO_LARGE');
});

test('a list of 262,144 keys is read, and one more is too many', async () => {
  const short = `ssh-rsa ${Buffer.concat([string('ssh-rsa'), string(Buffer.of(1)), string(Buffer.of(1))]).toString('base64')}\n`;
  equal((await said('revocation', short.repeat(ENTRIES))).word, 'read');
  equal((await said('revocation', short.repeat(ENTRIES + 1))).word, 'SSH_REVOCATION_TOO_LARGE');
});

/** As many as fit into the 1 MiB of DER that is read. */
const many = (one: Uint8Array) => Buffer.concat(list(Math.floor(1_000_000 / one.length), () => one));

test('a CMS signature of nothing but one of its parts is refused by name, and at once', async () => {
  const value = der.nullValue();
  const digests = der.element(0x31, many(der.sequence(der.oid('1.2.3'))));
  const numbered = Buffer.concat(list(60_000, (i) => attribute(`1.2.${i}`, value)));
  const twice = many(attribute('1.2.3', value));
  const signers = (of: Parameters<typeof signerInfo>[0]) => signedData({ signers: [signerInfo(of)] });
  const whole = (...parts: Uint8Array[]) =>
    der.sequence(der.oid('1.2.840.113549.1.7.2'), der.explicit(0, der.sequence(der.integer(1), ...parts)));
  const rest = [der.sequence(der.oid(ID_DATA)), der.element(0x31, signerInfo())];
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ['signers', signedData({ signers: [many(signerInfo())] }), 'CMS_SIGNER_COUNT'],
    ['certificates', signedData({ certificates: [many(der.sequence())] }), 'CMS_MALFORMED'],
    ['digest algorithms', whole(digests, ...rest), 'CMS_MALFORMED'],
    ['signed attributes', signers({ signed: [CONTENT_TYPE, DIGEST, numbered] }), 'CMS_MALFORMED'],
    ['unsigned attributes', signers({ unsigned: [numbered] }), 'CMS_MALFORMED'],
    ['attributes of one type', signers({ unsigned: [twice] }), 'CMS_ATTRIBUTE_DUPLICATE'],
    ['values of an attribute', signers({ unsigned: [attribute('1.2.3', many(value))] }), 'CMS_MALFORMED'],
    [
      'timestamps',
      signers({ unsigned: [attribute('1.2.840.113549.1.9.16.2.14', many(der.sequence()))] }),
      'CMS_MALFORMED',
    ],
    [
      'revocation lists',
      whole(
        der.element(0x31, der.sequence(der.oid(SHA256))),
        der.sequence(der.oid(ID_DATA)),
        der.element(0xa1, many(der.sequence())),
        der.element(0x31, signerInfo()),
      ),
      'read',
    ],
    [
      'more than it may have',
      signedData({ certificates: [der.sequence(new Uint8Array(1 << 20))] }),
      'CMS_MALFORMED',
    ],
  ];
  for (const [what, bytes, word] of cases) equal((await said('cms', bytes)).word, word, what);
});

test('an OpenPGP signature with as many subpackets or packets as fit is answered at once', async () => {
  const time = subpacket(2, '6a000000');
  const body = signatureBody(
    [time, ...list(5_000, () => subpacket(100, ''))],
    list(5_000, () => subpacket(16, '57486445de4fb76c')),
  );
  const header = Buffer.of(0x8a, 0, 0, body.length >> 8, body.length & 255);
  equal((await said('openpgp', armored(Buffer.concat([header, body])))).word, 'read');
  const packets = Buffer.concat(list(90_000, () => Buffer.of(0x88, 0)));
  equal((await said('openpgp', armored(packets))).word, 'OPENPGP_SIGNATURE_COUNT');
});
