import { createHash, createSign, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A `string` of RFC 4251. */
export function string(value: Uint8Array | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** A `uint32` of RFC 4251. */
export function uint32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
}

/** A `uint64` of RFC 4251. */
export function uint64(value: bigint | number): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(value));
  return out;
}

/** An armored signature blob. */
export function armored(blob: Uint8Array): string {
  const lines =
    Buffer.from(blob)
      .toString('base64')
      .match(/.{1,70}/g) ?? [];
  return `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`;
}

/** An armored signature made from its parts. */
export function sshsig(parts: {
  key: Uint8Array;
  signature: Uint8Array;
  namespace?: string;
  hash?: string;
  version?: number;
}): string {
  const { key, signature, namespace = 'git', hash = 'sha512', version = 1 } = parts;
  return armored(
    Buffer.concat([
      Buffer.from('SSHSIG'),
      uint32(version),
      string(key),
      string(namespace),
      string(''),
      string(hash),
      string(signature),
    ]),
  );
}

/** The bytes that are signed for a payload. */
export function toBeSigned(payload: Uint8Array | string, namespace = 'git', hash = 'sha512'): Buffer {
  const digest = createHash(hash).update(payload).digest();
  return Buffer.concat([Buffer.from('SSHSIG'), string(namespace), string(''), string(hash), string(digest)]);
}

/** A security key in software: it signs like a FIDO device, without the device. */
export class SecurityKey {
  readonly blob: Buffer;
  readonly line: string;
  readonly #private: KeyObject;
  readonly #type: string;

  constructor(
    readonly kind: 'ed25519' | 'ecdsa',
    readonly application = 'ssh:',
  ) {
    if (kind === 'ed25519') {
      const pair = generateKeyPairSync('ed25519');
      this.#private = pair.privateKey;
      this.#type = 'sk-ssh-ed25519@openssh.com';
      const raw = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
      this.blob = Buffer.concat([string(this.#type), string(raw), string(application)]);
    } else {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      this.#private = pair.privateKey;
      this.#type = 'sk-ecdsa-sha2-nistp256@openssh.com';
      const point = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
      this.blob = Buffer.concat([string(this.#type), string('nistp256'), string(point), string(application)]);
    }
    this.line = `${this.#type} ${this.blob.toString('base64')}`;
  }

  /** The blob of a signature over `data`. */
  signBlob(data: Uint8Array, flags = 1, counter = 7): Buffer {
    const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
    const tail = Buffer.concat([Buffer.of(flags), uint32(counter)]);
    const signed = Buffer.concat([sha256(this.application), tail, sha256(data)]);
    const inner = this.kind === 'ed25519' ? sign(null, signed, this.#private) : this.#ecdsa(signed);
    return Buffer.concat([string(this.#type), string(inner), tail]);
  }

  sign(payload: string, flags = 1): string {
    return sshsig({ key: this.blob, signature: this.signBlob(toBeSigned(payload), flags) });
  }

  #ecdsa(data: Uint8Array): Buffer {
    const plain = createSign('sha256').update(data).sign({ key: this.#private, dsaEncoding: 'ieee-p1363' });
    return Buffer.concat([mpint(plain.subarray(0, 32)), mpint(plain.subarray(32))]);
  }
}

/** An `mpint` of an unsigned number. */
export function mpint(magnitude: Uint8Array): Buffer {
  let bytes = Buffer.from(magnitude);
  while (bytes[0] === 0) bytes = bytes.subarray(1);
  return string((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

/** Fields of a certificate. The defaults are those of a user certificate for alice that is always valid. */
export interface CertificateFields {
  readonly serial?: bigint;
  readonly kind?: number;
  readonly keyId?: string;
  readonly principals?: readonly string[];
  readonly validAfter?: bigint;
  readonly validBefore?: bigint;
  readonly extensions?: readonly (readonly [string, Uint8Array])[];
  readonly reserved?: Uint8Array;
}

/** A certificate over a key by a key, with content that OpenSSH would not write. */
export function certificate(
  key: { readonly blob: Buffer },
  authority: { readonly blob: Buffer; signBlob(data: Uint8Array): Buffer },
  critical: readonly (readonly [string, Uint8Array])[] = [],
  fields: CertificateFields = {},
): Buffer {
  const { serial = 0x0101010101010101n, kind = 1, keyId = 'id', principals = ['alice'] } = fields;
  const { validAfter = 0n, validBefore = (1n << 64n) - 1n, extensions = [], reserved = '' } = fields;
  const plainType = key.blob.subarray(4, 4 + key.blob.readUInt32BE()).toString();
  const options = (all: readonly (readonly [string, Uint8Array])[]) =>
    string(Buffer.concat(all.map(([name, value]) => Buffer.concat([string(name), string(value)]))));
  const body = Buffer.concat([
    string(
      plainType.includes('@') ? plainType.replace('@', '-cert-v01@') : `${plainType}-cert-v01@openssh.com`,
    ),
    string('nonce'),
    key.blob.subarray(4 + plainType.length),
    uint64(serial),
    uint32(kind),
    string(keyId),
    string(Buffer.concat(principals.map(string))),
    uint64(validAfter),
    uint64(validBefore),
    options(critical),
    options(extensions),
    string(reserved),
    string(authority.blob),
  ]);
  return Buffer.concat([body, string(authority.signBlob(body))]);
}
