import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { createPublicKey, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import {
  parseSshKey,
  parseSshSignature,
  type SshErrorCode,
  SshSignatureError,
  sshErrorCheck,
  verifySshSignature,
} from '../../../core/signature/ssh/index.js';
import { outcomeOf } from '../../../core/verdict/checks.js';
import { judged, PAYLOAD, refused } from './judged.js';
import { PlainKey, type Signing, signed } from './plain-key.js';
import { armored, mpint, SecurityKey, sshsig, string, toBeSigned, uint32, uint64 } from './ssh-keys.js';

const ed = new PlainKey('ed25519');
const p256 = new PlainKey('p256');
const sk = new SecurityKey('ed25519');
const skEcdsa = new SecurityKey('ecdsa', 'ssh:w\u00e9rk');

const rsaBlob = (exponent: Uint8Array, modulus: Uint8Array) =>
  Buffer.concat([string('ssh-rsa'), mpint(exponent), mpint(modulus)]);
const E = Buffer.of(1, 0, 1);

const WRONG = 'signature failed: SIGNATURE_WRONG: the SSH signature does not match the content and key';
const OTHER_KIND =
  'signature failed: SSH_SIGNATURE_MALFORMED: the signature is not of the kind its key makes';

test('a key is read with type, algorithm and length, and becomes the same SubjectPublicKeyInfo as elsewhere', () => {
  for (const [made, algorithm, bits] of [
    [ed, 'ed25519', undefined],
    [p256, 'ecdsa', undefined],
    [new PlainKey('p384'), 'ecdsa', undefined],
    [new PlainKey('p521'), 'ecdsa', undefined],
    [new PlainKey('rsa'), 'rsa', 2048],
    [new PlainKey('rsa', { bits: 2041, exponent: 3 }), 'rsa', 2041],
  ] as const) {
    const key = parseSshKey(made.blob);
    const type = made.line.split(' ')[0];
    deepEqual([key.type, key.plainType, key.algorithm, key.bits], [type, type, algorithm, bits]);
    equal(key.blob, key.plainBlob);
    equal(key.application, undefined);
    const own = createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' });
    deepEqual(own.export({ format: 'der', type: 'spki' }), Buffer.from(key.spki));
    equal(own.asymmetricKeyDetails?.modulusLength, bits);
  }
});

test('a security key is read with its application', () => {
  deepEqual(parseSshKey(sk.blob).application, 'ssh:');
  equal(parseSshKey(skEcdsa.blob).application, Buffer.from('ssh:w\u00e9rk').toString('latin1'));
  equal(parseSshKey(skEcdsa.blob).algorithm, 'ecdsa');
});

test('the length of an RSA key is that of its modulus, at most 16384 bits', () => {
  for (const bits of [8, 9, 1023, 1024, 1025, 2047, 16383, 16384]) {
    const modulus = Buffer.alloc(Math.ceil(bits / 8), 0x55);
    modulus[0] = 1 << ((bits - 1) & 7);
    equal(parseSshKey(rsaBlob(E, modulus)).bits, bits);
  }
  const long = 'the SSH public key: an RSA modulus that is zero or longer than 16384 bits';
  refused(rsaBlob(E, Buffer.concat([Buffer.of(1), Buffer.alloc(2048)])), long);
  refused(rsaBlob(E, Buffer.alloc(0)), long);
});

test('an RSA exponent is odd and at most 64 bits', () => {
  const modulus = Buffer.alloc(256, 0xff);
  equal(parseSshKey(rsaBlob(Buffer.alloc(8, 0xff), modulus)).bits, 2048);
  equal(parseSshKey(rsaBlob(Buffer.of(3), modulus)).bits, 2048);
  const bad = 'the SSH public key: an RSA exponent that is even or longer than 64 bits';
  for (const exponent of [[], [2], [1, 0], Array(9).fill(0xff)])
    refused(rsaBlob(Buffer.from(exponent), modulus), bad);
});

test('keys with a wrong length, curve or form are malformed', () => {
  const point = Buffer.from(p256.blob.subarray(-65));
  const ecdsa = (curve: string, bytes: Uint8Array) =>
    Buffer.concat([string('ecdsa-sha2-nistp256'), string(curve), string(bytes)]);
  refused(
    Buffer.concat([string('ssh-ed25519'), string(randomBytes(31))]),
    'the SSH public key: an Ed25519 key that is not 32 bytes',
  );
  refused(
    Buffer.concat([string('ssh-ed25519'), string(randomBytes(33))]),
    'the SSH public key: an Ed25519 key that is not 32 bytes',
  );
  refused(ecdsa('nistp384', point), 'the SSH public key: the curve is not the one its type names');
  const form = 'the SSH public key: not an uncompressed point of its curve';
  refused(ecdsa('nistp256', point.subarray(0, -1)), form);
  refused(ecdsa('nistp256', Buffer.concat([point, Buffer.of(0)])), form);
  refused(ecdsa('nistp256', Buffer.concat([Buffer.of(3), point.subarray(1)])), form);
  refused(ecdsa('nistp256', Buffer.concat([Buffer.of(2), point.subarray(1, 33)])), form);
  refused(Buffer.concat([ed.blob, Buffer.of(0)]), 'the SSH public key: data after the end');
  refused(Buffer.alloc(0), 'the SSH public key: ends too early');
  refused(string('ssh-ed25519\0'), 'the SSH public key: NUL in text');
});

test('numbers in a key are in their shortest form and not negative', () => {
  const modulus = Buffer.alloc(256, 0x7f);
  const blob = (number: Uint8Array) => Buffer.concat([string('ssh-rsa'), string(number), mpint(modulus)]);
  refused(blob(Buffer.of(0x80)), 'the SSH public key: a negative number');
  refused(blob(Buffer.of(0, 0x7f)), 'the SSH public key: a number that is not in its shortest form');
  refused(blob(Buffer.of(0)), 'the SSH public key: a number that is not in its shortest form');
  equal(parseSshKey(blob(Buffer.of(0x7f))).bits, 2047);
  equal(parseSshKey(blob(Buffer.of(0, 0x81))).bits, 2047);
});

test('unknown key types are named if the name is harmless', () => {
  const type = (name: string) => string(name);
  const unknown = 'SSH keys of an unknown type are not supported';
  refused(type('ssh-dss'), 'DSA keys (ssh-dss) are not accepted', 'SSH_KEY_WEAK');
  refused(type('ssh-new@x'), 'SSH keys of type "ssh-new@x" are not supported', 'SSH_NOT_SUPPORTED');
  refused(
    type('x'.repeat(64)),
    `SSH keys of type "${'x'.repeat(64)}" are not supported`,
    'SSH_NOT_SUPPORTED',
  );
  for (const name of ['x'.repeat(65), '', 'a b', 'a\n', '\na', '\x7f', 'j\u00f6rg'])
    refused(type(name), unknown, 'SSH_NOT_SUPPORTED');
  const plain = ed.blob.subarray(15);
  for (const name of [
    'x\nssh-ed25519-cert-v01@openssh.com',
    'ssh-ed25519-cert-v01@openssh.com\n',
    'ssh-ed25519-cert-v01@opensshxcom',
    'ssh-ed25519@openssh.com',
    'sk-ssh-ed25519',
  ])
    throws(() => parseSshKey(Buffer.concat([string(name), plain])), { code: 'SSH_NOT_SUPPORTED' }, name);
});

test('a signature by every kind of key passes, even if RSA left out its leading zeros', async () => {
  for (const kind of ['ed25519', 'rsa', 'p256', 'p384', 'p521'] as const)
    equal(await judged(signed(new PlainKey(kind), PAYLOAD)), 'valid', kind);
  equal(await judged(sk.sign(PAYLOAD)), 'valid');
  equal(await judged(skEcdsa.sign(PAYLOAD)), 'valid');
  equal(await judged(signed(new PlainKey('rsa', { bits: 2052 }), PAYLOAD)), 'valid');
  const rsa = new PlainKey('rsa');
  const short = (() => {
    for (let counter = 0; ; counter++) {
      const payload = `${PAYLOAD} ${counter}`;
      const blob = rsa.signBlob(toBeSigned(payload));
      if (blob.at(-256) === 0) return { payload, signature: blob.subarray(-255) };
    }
  })();
  const { checks } = await verifySshSignature({
    signature: parseSshSignature(
      Buffer.from(
        sshsig({
          key: rsa.blob,
          signature: Buffer.concat([string('rsa-sha2-512'), string(short.signature)]),
        }),
      ),
    ),
    payload: Buffer.from(short.payload),
    time: 1,
  });
  equal(outcomeOf(checks), 'valid');
});

test('the counter of a security key is signed in all its bytes', async () => {
  const signature = sk.signBlob(toBeSigned(PAYLOAD), 1, 0x81020304);
  equal(await judged(sshsig({ key: sk.blob, signature })), 'valid');
});

test('an RSA key of 2047 bits is too short', async () => {
  const rsa = new PlainKey('rsa', { bits: 2047 });
  equal(
    await judged(signed(rsa, PAYLOAD)),
    'signature failed: SSH_KEY_WEAK: an RSA key of 2047 bits; at least 2048 are needed',
  );
});

test('a signature with an algorithm that its key cannot use is malformed', async () => {
  const rsa = new PlainKey('rsa');
  const named = (key: Signing, algorithm: string) =>
    judged(
      sshsig({ key: key.blob, signature: Buffer.concat([string(algorithm), string(Buffer.alloc(64))]) }),
    );
  equal(await named(rsa, 'rsa-sha2-384'), OTHER_KIND);
  equal(await named(rsa, 'ssh-ed25519'), OTHER_KIND);
  equal(await named(ed, 'rsa-sha2-512'), OTHER_KIND);
  equal(await named(ed, 'ssh-rsa'), OTHER_KIND);
  equal(await named(ed, 'webauthn-sk-ecdsa-sha2-nistp256@openssh.com'), OTHER_KIND);
  equal(await named(p256, 'webauthn-sk-ecdsa-sha2-nistp256@openssh.com'), OTHER_KIND);
  equal(await named(skEcdsa, 'ecdsa-sha2-nistp256'), OTHER_KIND);
  equal(
    await named(rsa, 'ssh-rsa'),
    'signature failed: SSH_KEY_WEAK: an RSA signature over SHA-1 (ssh-rsa) is not accepted',
  );
});

test('an ECDSA signature is exactly two numbers', async () => {
  const numbers = (...parts: Uint8Array[]) =>
    judged(
      sshsig({
        key: p256.blob,
        signature: Buffer.concat([string('ecdsa-sha2-nistp256'), string(Buffer.concat(parts))]),
      }),
    );
  const good = Buffer.from(p256.signBlob(toBeSigned(PAYLOAD)).subarray(4 + 19 + 4));
  equal(await numbers(good), 'valid');
  equal(
    await numbers(good, Buffer.of(0)),
    'signature failed: SSH_SIGNATURE_MALFORMED: the ECDSA signature: data after the end',
  );
  equal(await numbers(string(''), mpint(Buffer.of(1))), WRONG);
  equal(await numbers(mpint(Buffer.of(1)), string('')), WRONG);
});

test('a signature blob has no data after the signature', async () => {
  const signature = Buffer.concat([ed.signBlob(toBeSigned(PAYLOAD)), Buffer.of(0)]);
  equal(
    await judged(sshsig({ key: ed.blob, signature })),
    'signature failed: SSH_SIGNATURE_MALFORMED: the SSH signature: data after the end',
  );
});

test('a point that is not on its curve is not a key', async () => {
  const blob = Buffer.from(p256.blob);
  blob[blob.length - 1] = (blob.at(-1) ?? 0) ^ 1;
  equal(
    await judged(sshsig({ key: blob, signature: p256.signBlob(toBeSigned(PAYLOAD)) })),
    'signature failed: SSH_SIGNATURE_MALFORMED: the SSH public key is not a valid key of its kind',
  );
});

test('each error of the parser becomes its own check', () => {
  const of = (code: SshErrorCode) => {
    const { name, outcome, reason } = sshErrorCheck(new SshSignatureError(code, 'x'));
    return [name, outcome, reason];
  };
  deepEqual(of('SSH_NOT_SUPPORTED'), ['signature', 'not-made', 'ALGORITHM_NOT_SUPPORTED']);
  deepEqual(of('SSH_KEY_WEAK'), ['signature', 'failed', 'SSH_KEY_WEAK']);
  deepEqual(of('ARMOR_MALFORMED'), ['structure', 'failed', 'ARMOR_MALFORMED']);
  deepEqual(of('SSH_CERTIFICATE_MALFORMED'), ['structure', 'failed', 'SSH_CERTIFICATE_MALFORMED']);
  for (const code of ['SSH_SIGNATURE_MALFORMED', 'SSH_KEY_MALFORMED', 'SSH_REVOCATION_MALFORMED'] as const)
    deepEqual(of(code), ['structure', 'failed', 'SSH_SIGNATURE_MALFORMED']);
});

test('armor of 256 KiB is read, and one more byte is too much', () => {
  const armor = Buffer.from(sk.sign(PAYLOAD));
  const exact = Buffer.concat([armor, Buffer.alloc((1 << 18) - armor.length, '\n')]);
  equal(parseSshSignature(exact).namespace, 'git');
  throws(
    () => parseSshSignature(Buffer.concat([exact, Buffer.of(0x0a)])),
    new SshSignatureError('ARMOR_MALFORMED', 'the SSH signature is larger than 262144 bytes'),
  );
});

test('a signature blob begins with its magic, and its parts are read in order', () => {
  const { key, namespace, hash, signature } = parseSshSignature(
    Buffer.from(sshsig({ key: ed.blob, signature: Buffer.of(1, 2, 3), namespace: 'file', hash: 'sha256' })),
  );
  deepEqual([Buffer.from(key.blob), namespace, hash], [ed.blob, 'file', 'sha256']);
  deepEqual(Buffer.from(signature), Buffer.of(1, 2, 3));
  const blob = Buffer.from(sk.sign(PAYLOAD).split('\n').slice(1, -2).join(''), 'base64');
  const parse = (bytes: Uint8Array) => () => parseSshSignature(Buffer.from(armored(bytes)));
  const malformed = (why: string) =>
    new SshSignatureError('SSH_SIGNATURE_MALFORMED', `the SSH signature: ${why}`);
  throws(
    parse(Buffer.concat([Buffer.from('SSHSIH'), blob.subarray(6)])),
    malformed('does not start with SSHSIG'),
  );
  throws(parse(blob.subarray(0, 9)), malformed('ends too early'));
  throws(
    () => parseSshSignature(Buffer.from(sshsig({ key: ed.blob, signature: uint64(1n), hash: 'sha384' }))),
    malformed('the hash is neither sha256 nor sha512'),
  );
  throws(
    () => parseSshSignature(Buffer.from(sshsig({ key: ed.blob, signature: uint32(1), namespace: '' }))),
    malformed('the namespace is empty'),
  );
});

test('an error that is not about the signature is passed on', async () => {
  const signature = parseSshSignature(Buffer.from(signed(ed, PAYLOAD)));
  await rejects(
    verifySshSignature({
      signature: { ...signature, signature: undefined as never },
      payload: Buffer.from(PAYLOAD),
      time: 1,
    }),
    TypeError,
  );
});
