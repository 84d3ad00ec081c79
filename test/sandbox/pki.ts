import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { concatBytes, contextTag, der, readDer, TAG, utf8 } from '../../core/encoding/index.js';
import { randomSerial } from './random.js';

/** The contents of a certificate before it is signed. Times are Unix seconds. */
export interface CertificateFields {
  /** Unsigned big-endian; random when left out. */
  readonly serial?: Uint8Array;
  /** DER Names, see `distinguishedName`. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** DER Extensions in order, see `extension`. */
  readonly extensions: readonly Uint8Array[];
}

const OID = { commonName: '2.5.4.3', organization: '2.5.4.10' } as const;
const ECDSA_OID = { prime256v1: '1.2.840.10045.4.3.2', secp384r1: '1.2.840.10045.4.3.3' } as const;
const HASH = { prime256v1: 'sha256', secp384r1: 'sha384' } as const;

/** A Name with one O and one CN, both UTF8String; the empty Name when both are left out. */
export function distinguishedName(organization?: string, commonName?: string): Uint8Array {
  const attribute = (type: string, value: string | undefined): Uint8Array[] =>
    value === undefined ? [] : [der.setOf(der.sequence(der.oid(type), der.utf8String(value)))];
  return der.sequence(...attribute(OID.organization, organization), ...attribute(OID.commonName, commonName));
}

/** One Extension (RFC 5280 section 4.1); `value` is the content of the OCTET STRING. */
export function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

/** SubjectPublicKeyInfo of the public half of a key. */
export function spkiOf(key: KeyObject): Uint8Array {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
}

/** The key identifier of RFC 5280 section 4.2.1.2 method 1: SHA-1 of the bits of the public key. */
export function keyIdentifier(spki: Uint8Array): Uint8Array {
  const reader = readDer(spki, TAG.sequence, 'the public key');
  reader.any();
  const bits = reader.expect(TAG.bitString, 'the key bits').content.subarray(1);
  return new Uint8Array(createHash('sha1').update(bits).digest());
}

/** The extensions that every certificate here uses, in DER. */
export const extensions = {
  keyUsage: (...octets: readonly number[]): Uint8Array =>
    extension('2.5.29.15', true, der.element(TAG.bitString, Uint8Array.from(octets))),
  extendedKeyUsage: (critical: boolean, purpose: string): Uint8Array =>
    extension('2.5.29.37', critical, der.sequence(der.oid(purpose))),
  basicConstraints: (pathLength: number): Uint8Array =>
    extension('2.5.29.19', true, der.sequence(der.boolean(true), der.integer(pathLength))),
  subjectKey: (spki: Uint8Array): Uint8Array =>
    extension('2.5.29.14', false, der.octetString(keyIdentifier(spki))),
  authorityKey: (spki: Uint8Array): Uint8Array =>
    extension('2.5.29.35', false, der.sequence(der.element(contextTag(0), keyIdentifier(spki)))),
  /** `name` is one encoded GeneralName. */
  subjectAlternativeName: (critical: boolean, name: Uint8Array): Uint8Array =>
    extension('2.5.29.17', critical, der.sequence(name)),
};

/** GeneralNames (RFC 5280 section 4.2.1.6). */
export const generalName = {
  email: (address: string): Uint8Array => der.element(contextTag(1), utf8(address)),
  uri: (uri: string): Uint8Array => der.element(contextTag(6), utf8(uri)),
  /** An otherName whose value is a UTF8String. */
  other: (oid: string, text: string): Uint8Array =>
    der.element(contextTag(0, true), der.oid(oid), der.explicit(0, der.utf8String(text))),
};

/** Signs a certificate with an ECDSA key: P-256 with SHA-256, P-384 with SHA-384. Returns DER. */
export function issueCertificate(fields: CertificateFields, issuerKey: KeyObject): Uint8Array {
  const curve = issuerKey.asymmetricKeyDetails?.namedCurve as keyof typeof HASH;
  const algorithm = der.sequence(der.oid(ECDSA_OID[curve]));
  const tbs = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(fields.serial ?? randomSerial()),
    algorithm,
    fields.issuer,
    der.sequence(der.time(fields.notBefore), der.time(fields.notAfter)),
    fields.subject,
    fields.spki,
    der.explicit(3, der.sequence(...fields.extensions)),
  );
  const signature = new Uint8Array(sign(HASH[curve], tbs, issuerKey));
  return der.sequence(tbs, algorithm, der.bitString(signature));
}

/** A TLS vector: big-endian length of `lengthBytes` octets, then the bytes (RFC 8446 section 3.4). */
export function tlsVector(lengthBytes: number, bytes: Uint8Array): Uint8Array {
  const prefix = Uint8Array.from({ length: lengthBytes }, (_, i) =>
    Math.floor(bytes.length / 256 ** (lengthBytes - 1 - i)),
  );
  return concatBytes(prefix, bytes);
}
