import { createHash, createSign, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { rsaPair } from '../../support/rsa.js';
import { mpint, sshsig, string, toBeSigned } from './ssh-keys.js';

const CURVES = {
  p256: { name: 'nistp256', hash: 'sha256', size: 32, curve: 'P-256' },
  p384: { name: 'nistp384', hash: 'sha384', size: 48, curve: 'P-384' },
  p521: { name: 'nistp521', hash: 'sha512', size: 66, curve: 'P-521' },
} as const;

/** A signer: a key, or a key with a certificate. */
export interface Signing {
  readonly blob: Buffer;
  signBlob(data: Uint8Array): Buffer;
}

/** `SHA256:…` of a key blob, as ssh-keygen -l prints it. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The line of a public key file. */
export function lineOf(blob: Buffer): string {
  return `${blob.subarray(4, 4 + blob.readUInt32BE()).toString()} ${blob.toString('base64')}`;
}

/** An armored signature in the namespace `git` by `key`. It may state the blob of another key. */
export function signed(by: Signing, payload: string, blob: Uint8Array = by.blob, hash = 'sha512'): string {
  return sshsig({ key: blob, signature: by.signBlob(toBeSigned(payload, 'git', hash)), hash });
}

/** A key pair like one from ssh-keygen, made without ssh-keygen. */
export class PlainKey implements Signing {
  readonly blob: Buffer;
  readonly line: string;
  readonly #private: KeyObject;

  constructor(
    readonly kind: 'ed25519' | 'rsa' | keyof typeof CURVES,
    { bits = 2048, exponent = 65537 }: { readonly bits?: number; readonly exponent?: number } = {},
  ) {
    if (kind === 'ed25519') {
      const pair = generateKeyPairSync('ed25519');
      this.#private = pair.privateKey;
      const raw = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
      this.blob = Buffer.concat([string('ssh-ed25519'), string(raw)]);
    } else if (kind === 'rsa') {
      const pair =
        exponent === 65537
          ? rsaPair(bits)
          : generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent });
      this.#private = pair.privateKey;
      const { n = '', e = '' } = pair.publicKey.export({ format: 'jwk' });
      const numbers = [e, n].map((number) => mpint(Buffer.from(number, 'base64url')));
      this.blob = Buffer.concat([string('ssh-rsa'), ...numbers]);
    } else {
      const { curve, name, size } = CURVES[kind];
      const pair = generateKeyPairSync('ec', { namedCurve: curve });
      this.#private = pair.privateKey;
      const point = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-1 - 2 * size);
      this.blob = Buffer.concat([string(`ecdsa-sha2-${name}`), string(name), string(point)]);
    }
    this.line = lineOf(this.blob);
  }

  /** The blob of a signature over `data`; for RSA keys with this algorithm and hash. */
  signBlob(data: Uint8Array, algorithm = 'rsa-sha2-512', hash = 'sha512'): Buffer {
    if (this.kind === 'ed25519')
      return Buffer.concat([string('ssh-ed25519'), string(sign(null, data, this.#private))]);
    if (this.kind === 'rsa')
      return Buffer.concat([string(algorithm), string(createSign(hash).update(data).sign(this.#private))]);
    const { name, size, hash: own } = CURVES[this.kind];
    const plain = createSign(own).update(data).sign({ key: this.#private, dsaEncoding: 'ieee-p1363' });
    const numbers = [plain.subarray(0, size), plain.subarray(size)].map(mpint);
    return Buffer.concat([string(`ecdsa-sha2-${name}`), string(Buffer.concat(numbers))]);
  }
}
