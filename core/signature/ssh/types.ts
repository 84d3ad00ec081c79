/** The hash of a signature scheme; undefined for Ed25519, which has its own. */
export type SshHash = 'sha256' | 'sha384' | 'sha512';

/** A public key on the wire (RFC 4253 section 6.6, RFC 5656, RFC 8709, OpenSSH PROTOCOL.u2f), or a certificate over one. */
export interface SshKey {
  /** As named on the wire, e.g. `ssh-ed25519`, `ssh-ed25519-cert-v01@openssh.com`. */
  readonly type: string;
  /** The same without the certificate part. */
  readonly plainType: string;
  readonly algorithm: 'ed25519' | 'ecdsa' | 'rsa';
  /** Length of the modulus; RSA only. */
  readonly bits?: number;
  /** The application of a security key, usually `ssh:`; security keys only, one character for each byte. */
  readonly application?: string;
  /** The whole blob. */
  readonly blob: Uint8Array;
  /** The blob of the key alone; equals `blob` where there is no certificate. */
  readonly plainBlob: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly certificate?: SshCertificate;
}

/** A critical option or extension of a certificate; one character for each byte. */
export interface SshCertificateOption {
  readonly name: string;
  readonly value: Uint8Array;
}

/** What a certificate authority says about a key (OpenSSH PROTOCOL.certkeys). Text has one character for each byte. */
export interface SshCertificate {
  readonly serial: bigint;
  readonly kind: 'user' | 'host';
  readonly keyId: string;
  readonly principals: readonly string[];
  /** Unix seconds, inclusive. */
  readonly validAfter: bigint;
  /** Unix seconds, exclusive. */
  readonly validBefore: bigint;
  readonly criticalOptions: readonly SshCertificateOption[];
  readonly extensions: readonly SshCertificateOption[];
  readonly authority: SshKey;
  /** What the authority signed, and its signature as on the wire. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** An SSH signature taken apart but not judged (OpenSSH PROTOCOL.sshsig section 2). */
export interface SshSignature {
  readonly key: SshKey;
  /** One character for each byte. */
  readonly namespace: string;
  readonly hash: 'sha256' | 'sha512';
  /** As on the wire: algorithm, signature and, for security keys, flags and counter. */
  readonly signature: Uint8Array;
}
