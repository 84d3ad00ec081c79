import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { createSign, type KeyObject } from 'node:crypto';
import { after, describe, test } from 'node:test';
import {
  parseAllowedSigners,
  parseSshSignature,
  SshSignatureError,
  sshErrorCheck,
  verifySshSignature,
} from '../../../core/signature/ssh/index.js';
import { outcomeOf } from '../../../core/verdict/checks.js';
import { rsaPair } from '../../support/rsa.js';
import { NO_SSH_KEYGEN, SshKeys } from './ssh-keygen.js';
import { armored, certificate, mpint, SecurityKey, sshsig, string, toBeSigned, uint32 } from './ssh-keys.js';

const PAYLOAD = 'tree and so on';
const key = new SecurityKey('ed25519');
const good = key.sign(PAYLOAD);

function parse(armor: string) {
  return parseSshSignature(Buffer.from(armor));
}

function codeOf(armor: string): string {
  try {
    parse(armor);
    return 'parsed';
  } catch (error) {
    if (error instanceof SshSignatureError) return error.code;
    throw error;
  }
}

async function reasonOf(armor: string, payload = PAYLOAD): Promise<string | undefined> {
  const { checks } = await verifySshSignature({
    signature: parse(armor),
    payload: Buffer.from(payload),
    time: 1,
  });
  return checks.find(({ outcome }) => outcome !== 'passed')?.reason;
}

/** An RSA key and a function that makes its signature blobs. */
class RsaKey {
  readonly blob: Buffer;
  readonly #private: KeyObject;
  constructor(bits: number) {
    const pair = rsaPair(bits);
    this.#private = pair.privateKey;
    const { n = '', e = '' } = pair.publicKey.export({ format: 'jwk' });
    this.blob = Buffer.concat([
      string('ssh-rsa'),
      mpint(Buffer.from(e, 'base64url')),
      mpint(Buffer.from(n, 'base64url')),
    ]);
  }
  sign(algorithm: string, hash: string): string {
    const signature = createSign(hash).update(toBeSigned(PAYLOAD)).sign(this.#private);
    return sshsig({ key: this.blob, signature: Buffer.concat([string(algorithm), string(signature)]) });
  }
}

const rsa = new RsaKey(2048);

test('a good signature passes', async () => {
  equal(await reasonOf(good), undefined);
  equal(await reasonOf(rsa.sign('rsa-sha2-512', 'sha512')), undefined);
  equal(await reasonOf(rsa.sign('rsa-sha2-256', 'sha256')), undefined);
});

test('a signature over another payload is wrong', async () => {
  equal(await reasonOf(good, `${PAYLOAD}.`), 'SIGNATURE_WRONG');
});

test('a signature for another namespace is refused even if it is sound', async () => {
  const signature = key.signBlob(toBeSigned(PAYLOAD, 'file'));
  equal(await reasonOf(sshsig({ key: key.blob, signature, namespace: 'file' })), 'SSH_NAMESPACE_WRONG');
  equal(await reasonOf(sshsig({ key: key.blob, signature })), 'SIGNATURE_WRONG');
});

test('an RSA signature over SHA-1 is refused by name', async () => {
  equal(await reasonOf(rsa.sign('ssh-rsa', 'sha1')), 'SSH_KEY_WEAK');
});

test('a signature whose hash is not the one that the RSA algorithm names is wrong', async () => {
  equal(await reasonOf(rsa.sign('rsa-sha2-512', 'sha256')), 'SIGNATURE_WRONG');
});

test('an RSA key of 1024 bits is refused', async () => {
  equal(await reasonOf(new RsaKey(1024).sign('rsa-sha2-512', 'sha512')), 'SSH_KEY_WEAK');
});

test('a DSA key is refused by name, and an unknown key is not verified', () => {
  const signature = Buffer.alloc(0);
  equal(codeOf(sshsig({ key: string('ssh-dss'), signature })), 'SSH_KEY_WEAK');
  equal(codeOf(sshsig({ key: string('ssh-new@x'), signature })), 'SSH_NOT_SUPPORTED');
  const check = sshErrorCheck(new SshSignatureError('SSH_NOT_SUPPORTED', 'x'));
  deepEqual(check, {
    name: 'signature',
    outcome: 'not-made',
    reason: 'ALGORITHM_NOT_SUPPORTED',
    detail: 'x',
  });
});

test('a security key signature without its flags and counter, or with data after them, is malformed', async () => {
  const blob = key.signBlob(toBeSigned(PAYLOAD));
  for (const signature of [blob.subarray(0, -1), blob.subarray(0, -5), Buffer.concat([blob, Buffer.of(0)])])
    equal(await reasonOf(sshsig({ key: key.blob, signature })), 'SSH_SIGNATURE_MALFORMED');
});

test('a security key signature with other flags or another counter is wrong', async () => {
  const blob = key.signBlob(toBeSigned(PAYLOAD));
  for (const from of [1, 5]) {
    const signature = Buffer.from(blob);
    signature[signature.length - from] = 0x40;
    equal(await reasonOf(sshsig({ key: key.blob, signature })), 'SIGNATURE_WRONG');
  }
});

test('a security key signature made for another application is wrong', async () => {
  const moved = Buffer.concat([key.blob.subarray(0, -8), string('ssh;')]);
  equal(
    await reasonOf(sshsig({ key: moved, signature: key.signBlob(toBeSigned(PAYLOAD)) })),
    'SIGNATURE_WRONG',
  );
});

test('a signature with an algorithm that is not its key’s is malformed', async () => {
  const signature = Buffer.concat([string('ssh-ed25519'), string(Buffer.alloc(64))]);
  equal(await reasonOf(sshsig({ key: key.blob, signature })), 'SSH_SIGNATURE_MALFORMED');
});

test('a signature made through a web page is not verified', async () => {
  const ecdsa = new SecurityKey('ecdsa');
  const signature = Buffer.concat([
    string('webauthn-sk-ecdsa-sha2-nistp256@openssh.com'),
    string(''),
    Buffer.alloc(5),
  ]);
  equal(await reasonOf(sshsig({ key: ecdsa.blob, signature })), 'ALGORITHM_NOT_SUPPORTED');
});

test('versions, hashes and namespaces outside the format are refused', () => {
  const signature = key.signBlob(toBeSigned(PAYLOAD));
  equal(codeOf(sshsig({ key: key.blob, signature, version: 2 })), 'SSH_NOT_SUPPORTED');
  equal(codeOf(sshsig({ key: key.blob, signature, version: 0 })), 'SSH_NOT_SUPPORTED');
  equal(codeOf(sshsig({ key: key.blob, signature, hash: 'sha1' })), 'SSH_SIGNATURE_MALFORMED');
  equal(codeOf(sshsig({ key: key.blob, signature, namespace: '' })), 'SSH_SIGNATURE_MALFORMED');
  equal(codeOf(sshsig({ key: key.blob, signature, namespace: 'git\0' })), 'SSH_SIGNATURE_MALFORMED');
});

test('data after the signature or the key is refused', () => {
  const blob = Buffer.from(good.split('\n').slice(1, -2).join(''), 'base64');
  equal(codeOf(armored(Buffer.concat([blob, Buffer.of(0)]))), 'SSH_SIGNATURE_MALFORMED');
  const longKey = Buffer.concat([key.blob, Buffer.of(0)]);
  equal(codeOf(sshsig({ key: longKey, signature: Buffer.alloc(4) })), 'SSH_SIGNATURE_MALFORMED');
});

test('armor with text around it, other labels, or base64 that is not canonical is refused', () => {
  for (const armor of [
    ` ${good}`,
    `x\n${good}`,
    `${good}trailing`,
    `${good}${good}`,
    good.replace('-----END', '----END'),
    good.replaceAll('SSH SIGNATURE', 'SSH SIGNATURES'),
    good.replace('\n', '\n='),
    good.replace('\nU1NI', '\nU1N I'),
    '-----BEGIN SSH SIGNATURE-----\n',
    '',
  ])
    equal(codeOf(armor), 'ARMOR_MALFORMED', JSON.stringify(armor.slice(0, 60)));
});

test('armor with CRLF, with one long line, or without a final line end is read', () => {
  const [begin, ...rest] = good.trimEnd().split('\n');
  equal(codeOf(good.replaceAll('\n', '\r\n')), 'parsed');
  equal(codeOf(`${begin}\n${rest.slice(0, -1).join('')}\n${rest.at(-1)}`), 'parsed');
});

test('a huge armor is refused before it is decoded', () => {
  throws(() => parse(good + '\n'.repeat(1 << 19)), { code: 'ARMOR_MALFORMED' });
});

test('numbers that are negative or not in their shortest form are refused', () => {
  const numbers = [Buffer.of(0x80, 1), Buffer.of(0, 1), Buffer.of(0)];
  for (const number of numbers) {
    const blob = Buffer.concat([string('ssh-rsa'), string(Buffer.of(1, 0, 1)), string(number)]);
    equal(codeOf(sshsig({ key: blob, signature: Buffer.alloc(0) })), 'SSH_SIGNATURE_MALFORMED');
  }
});

describe('certificates', { skip: NO_SSH_KEYGEN }, () => {
  const keys = new SshKeys();
  after(() => keys.remove());
  const pair = (() => {
    if (NO_SSH_KEYGEN) return { armor: '', blob: Buffer.alloc(0), signature: Buffer.alloc(0) };
    keys.make('ca', 'ed25519');
    keys.make('user', 'ed25519');
    keys.certify('ca', 'user', ['-n', 'alice', '-I', 'id', '-O', 'verify-required']);
    const armor = keys.sign('user-cert.pub', PAYLOAD);
    const blob = Buffer.from(keys.publicKey('user-cert').split(' ')[1] ?? '', 'base64');
    return { armor, blob, signature: Buffer.from(parse(armor).signature) };
  })();

  test('are read in full', () => {
    const { key: found } = parse(pair.armor);
    const certificate = found.certificate;
    equal(found.type, 'ssh-ed25519-cert-v01@openssh.com');
    equal(found.plainType, 'ssh-ed25519');
    deepEqual(certificate?.principals, ['alice']);
    equal(certificate?.kind, 'user');
    equal(certificate?.keyId, 'id');
    deepEqual(
      certificate?.criticalOptions.map(({ name }) => name),
      ['verify-required'],
    );
    deepEqual(
      certificate?.extensions.map(({ name }) => name),
      [
        'permit-X11-forwarding',
        'permit-agent-forwarding',
        'permit-port-forwarding',
        'permit-pty',
        'permit-user-rc',
      ],
    );
  });

  test('not signed by their authority are refused', async () => {
    equal(await reasonOf(pair.armor), undefined);
    const blob = Buffer.from(pair.blob);
    const at = blob.indexOf('alice');
    blob.write('mallo', at);
    equal(
      await reasonOf(sshsig({ key: blob, signature: pair.signature })),
      'SSH_CERTIFICATE_SIGNATURE_WRONG',
    );
  });

  test('truncated or with data after them are refused', () => {
    for (const blob of [pair.blob.subarray(0, -1), Buffer.concat([pair.blob, uint32(0)])])
      equal(codeOf(sshsig({ key: blob, signature: pair.signature })), 'SSH_CERTIFICATE_MALFORMED');
  });
});

describe('critical options of a certificate', () => {
  const authority = new SecurityKey('ecdsa');
  const allowedSigners = parseAllowedSigners(Buffer.from(`* cert-authority ${authority.line}`), () => 0);

  async function decision(option: string, flags: number): Promise<string> {
    const blob = certificate(key, authority, [[option, Buffer.alloc(0)]]);
    const signature = parse(sshsig({ key: blob, signature: key.signBlob(toBeSigned(PAYLOAD), flags) }));
    const result = await verifySshSignature({
      signature,
      payload: Buffer.from(PAYLOAD),
      allowedSigners,
      time: 1,
    });
    equal(outcomeOf(result.checks), 'valid');
    return `${result.decision.decision}: ${result.decision.detail}`;
  }

  test('that restrict logins do not affect signatures', async () => {
    equal(await decision('force-command', 1), 'allowed: allowed signers line 1 allows alice');
  });

  test('that are unknown make the certificate count for nothing', async () => {
    equal(
      await decision('new-option', 1),
      'not-stated: allowed signers: line 1: the certificate has an unknown critical option',
    );
  });

  test('that require user verification are compared with the flags of the security key', async () => {
    equal(await decision('verify-required', 5), 'allowed: allowed signers line 1 allows alice');
    equal(
      await decision('verify-required', 1),
      'not-stated: allowed signers: line 1: the certificate wants its user verified, and the security key did not',
    );
  });
});

test('an error that is not about the input is passed on', async () => {
  await rejects(verifySshSignature({ signature: parse(good), payload: undefined as never, time: 1 }));
});
