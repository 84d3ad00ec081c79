import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { parseSshKey, parseSshSignature, verifySshSignature } from '../../../core/signature/ssh/index.js';
import { outcomeOf } from '../../../core/verdict/checks.js';
import { judged, PAYLOAD, refused } from './judged.js';
import { PlainKey, type Signing, signed } from './plain-key.js';
import { certificate, SecurityKey, string } from './ssh-keys.js';

const ed = new PlainKey('ed25519');
const p256 = new PlainKey('p256');
const sk = new SecurityKey('ed25519');
const skEcdsa = new SecurityKey('ecdsa');

test('a certificate is read with all its fields', () => {
  const blob = certificate(ed, p256, [['a', Buffer.of(1)]], {
    serial: 0x0102030405060708n,
    keyId: 'id',
    principals: ['b', 'a', 'b'],
    validAfter: 0x1112131415161718n,
    validBefore: 0x2122232425262728n,
    extensions: [
      ['e1', Buffer.of(2)],
      ['e2', Buffer.alloc(0)],
    ],
    reserved: Buffer.of(9),
  });
  const { certificate: found, ...key } = parseSshKey(blob);
  deepEqual([key.type, key.plainType], ['ssh-ed25519-cert-v01@openssh.com', 'ssh-ed25519']);
  deepEqual(Buffer.from(key.plainBlob), ed.blob);
  const { authority, signed: over, signature, ...fields } = found ?? {};
  deepEqual(fields, {
    serial: 0x0102030405060708n,
    kind: 'user',
    keyId: 'id',
    principals: ['b', 'a', 'b'],
    validAfter: 0x1112131415161718n,
    validBefore: 0x2122232425262728n,
    criticalOptions: [{ name: 'a', value: Buffer.of(1) }],
    extensions: [
      { name: 'e1', value: Buffer.of(2) },
      { name: 'e2', value: Buffer.alloc(0) },
    ],
  });
  deepEqual(Buffer.from(authority?.blob ?? []), p256.blob);
  deepEqual(Buffer.concat([over ?? Buffer.alloc(0), string(signature ?? '')]), blob);
});

test('every kind of key can be certified', async () => {
  for (const key of [
    ed,
    p256,
    new PlainKey('p384'),
    new PlainKey('p521'),
    new PlainKey('rsa'),
    sk,
    skEcdsa,
  ]) {
    const blob = certificate(key, ed);
    equal(await judged(signed(key, PAYLOAD, blob)), 'valid');
    equal(parseSshKey(certificate(key, key, [], { kind: 2 })).certificate?.kind, 'host');
  }
});

test('a certificate of another kind, with unsorted options, or signed by a certificate is malformed', () => {
  const refusedWith = (message: string, ...args: Partial<Parameters<typeof certificate>>) => {
    const [key = ed, authority = p256, critical, fields] = args;
    refused(certificate(key, authority, critical, fields), message, 'SSH_CERTIFICATE_MALFORMED');
  };
  const option = (name: string) => [name, Buffer.alloc(0)] as const;
  for (const kind of [0, 3, 0x01000001])
    refusedWith('the SSH certificate: neither a user nor a host certificate', ed, p256, [], { kind });
  for (const names of [
    ['b', 'a'],
    ['a', 'a'],
    ['a', 'c', 'b'],
  ]) {
    const order = 'names that are not in order or given twice';
    refusedWith(`the critical options of the SSH certificate: ${order}`, ed, p256, names.map(option));
    refusedWith(`the extensions of the SSH certificate: ${order}`, ed, p256, [], {
      extensions: names.map(option),
    });
  }
  refusedWith('the principals of the SSH certificate: NUL in text', ed, p256, [], { principals: ['a\0'] });
  refusedWith('the SSH certificate: NUL in text', ed, p256, [], { keyId: 'a\0' });
  const twice = { blob: certificate(ed, p256), signBlob: (data: Uint8Array) => ed.signBlob(data) };
  refusedWith('the SSH public key: a certificate where a key is needed', ed, twice);
  const many = (length: number) => ({ principals: Array.from({ length }, () => 'a') });
  equal(parseSshKey(certificate(ed, p256, [], many(256))).certificate?.principals.length, 256);
  refusedWith('the principals of the SSH certificate: more than 256', ed, p256, [], many(257));
  refused(
    Buffer.concat([certificate(ed, p256), Buffer.of(0)]),
    'the SSH certificate: data after the end',
    'SSH_CERTIFICATE_MALFORMED',
  );
});

test('an error in the authority’s signature is reported for the certificate', async () => {
  const by = (authority: Signing) => judged(signed(ed, PAYLOAD, certificate(ed, authority)));
  const bad = (key: Signing, signBlob: Signing['signBlob']) => by({ blob: key.blob, signBlob });
  const of = 'the signature of the certificate’s authority'.replace('’', "'");
  const failed = `certificate failed: SSH_CERTIFICATE_SIGNATURE_WRONG: ${of}`;
  equal(
    await bad(p256, (data) => p256.signBlob(Buffer.concat([data, data]))),
    `${failed}: the SSH signature does not match the content and key`,
  );
  equal(await bad(p256, () => Buffer.alloc(3)), `${failed}: the SSH signature: ends too early`);
  const short = new PlainKey('rsa', { bits: 1024 });
  equal(await by(short), `${failed}: an RSA key of 1024 bits; at least 2048 are needed`);
  const web = string('webauthn-sk-ecdsa-sha2-nistp256@openssh.com');
  equal(
    await bad(skEcdsa, () => web),
    `certificate not-made: ALGORITHM_NOT_SUPPORTED: ${of}: security key signatures made by a web page are not supported`,
  );
});

test('a good signature with a bad certificate names nobody', async () => {
  const blob = certificate(ed, { blob: p256.blob, signBlob: () => Buffer.alloc(3) });
  const result = await verifySshSignature({
    signature: parseSshSignature(Buffer.from(signed(ed, PAYLOAD, blob))),
    payload: Buffer.from(PAYLOAD),
    time: 1,
  });
  equal(result.signer, undefined);
  equal(result.decision.detail, 'the signature does not hold');
  equal(outcomeOf(result.checks), 'invalid');
});
