import { constants, sign } from 'node:crypto';
import { concatBytes, der } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import { encodeArmor } from '../../core/signature/index.js';
import { commonName, type Issued, type IssueOptions, issue, signWith } from './pki.js';
import { email, extendedKeyUsage, keyUsage, subjectAltName } from './pki-extensions.js';

// CMS signatures like those of S/MIME programs. They can differ in everything in which such programs differ.

const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const PSS_HASHES = { sha256: SHA256_OID, sha512: '2.16.840.1.101.3.4.2.3', sha1: '1.3.14.3.2.26' };
const SHA256 = der.sequence(der.oid(SHA256_OID), der.nullValue());

/** A certificate for e-mail under `issuer`; `replace` overrides extensions by name, undefined leaves one out. */
export function issueSmime(
  issuer: Issued,
  replace: Record<string, Uint8Array | undefined> = {},
  options: Partial<IssueOptions> = {},
): Issued {
  const extensions = {
    keyUsage: keyUsage(0),
    extendedKeyUsage: extendedKeyUsage([EMAIL_PROTECTION]),
    subjectAltName: subjectAltName(email('dev@example.test')),
    ...replace,
  };
  return issue({
    issuer,
    name: commonName('Dev'),
    extensions: Object.values(extensions).filter((item) => item !== undefined),
    ...options,
  });
}

/** The ways in which a signature can differ. */
export interface SmimeOptions {
  /** The certificates of the bag, in this order; by default only the signer's. */
  readonly bag?: readonly Issued[];
  readonly pss?: { readonly saltLength: number; readonly hash?: 'sha256' | 'sha512' | 'sha1' };
  /** Unix seconds. */
  readonly signingTime?: number;
  /** Makes TimeStampTokens over the signature's octets. */
  readonly stamp?: (signature: Uint8Array) => Uint8Array | readonly Uint8Array[];
}

const attribute = (oid: string, ...values: Uint8Array[]) => der.sequence(der.oid(oid), der.setOf(...values));
const AES128 = der.sequence(der.sequence(der.oid('2.16.840.1.101.3.4.1.2')));

/** RSASSA-PSS-params with MGF1 of the same hash. */
export function pssParameters(hashOid: string, saltLength: number): Uint8Array {
  const hash = der.sequence(der.oid(hashOid), der.nullValue());
  const mask = der.sequence(der.oid('1.2.840.113549.1.1.8'), hash);
  return der.sequence(der.explicit(0, hash), der.explicit(1, mask), der.explicit(2, der.integer(saltLength)));
}

function signAttributes(signer: Issued, attributes: Uint8Array, { pss }: SmimeOptions) {
  if (!pss) {
    const made = signWith(signer.key, attributes);
    const plainRsa = der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue());
    return signer.key.kind === 'rsa' ? { ...made, algorithm: plainRsa } : made;
  }
  const { saltLength, hash = 'sha256' } = pss;
  const parameters = pssParameters(PSS_HASHES[hash], saltLength);
  const key = { key: signer.key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return {
    algorithm: der.sequence(der.oid('1.2.840.113549.1.1.10'), parameters),
    signature: Uint8Array.from(sign(hash, attributes, key)),
  };
}

/** A detached CMS signature in DER, with the attributes that S/MIME programs write. */
export function smimeSignature(signer: Issued, payload: Uint8Array, options: SmimeOptions = {}): Uint8Array {
  const attributes = der.setOf(
    attribute('1.2.840.113549.1.9.3', der.oid('1.2.840.113549.1.7.1')),
    attribute('1.2.840.113549.1.9.5', der.time(options.signingTime ?? 1767225700)),
    attribute('1.2.840.113549.1.9.15', AES128),
    attribute('1.2.840.113549.1.9.4', der.octetString(digest('sha256', payload))),
  );
  const { algorithm, signature } = signAttributes(signer, attributes, options);
  const tokens = [options.stamp?.(signature) ?? []].flat();
  const stamped = der.setOf(attribute('1.2.840.113549.1.9.16.2.14', ...tokens));
  const unsigned = tokens.length > 0 ? [retagged(0xa1, stamped)] : [];
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(signer.certificate.issuer, der.integer(signer.certificate.serial)),
    SHA256,
    retagged(0xa0, attributes),
    algorithm,
    der.octetString(signature),
    ...unsigned,
  );
  const signedData = der.sequence(
    der.integer(1),
    der.setOf(SHA256),
    der.sequence(der.oid('1.2.840.113549.1.7.1')),
    der.explicit(0, ...(options.bag ?? [signer]).map((one) => one.der)),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid('1.2.840.113549.1.7.2'), der.explicit(0, signedData));
}

function retagged(tag: number, element: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(tag), element.subarray(1));
}

/** The same ContentInfo with indefinite lengths down to SignedData, as gpgsm writes it. */
export function withIndefiniteLengths(cms: Uint8Array): Uint8Array {
  const content = (bytes: Uint8Array) =>
    bytes.subarray(2 + ((bytes[1] ?? 0) < 0x80 ? 0 : (bytes[1] ?? 0) & 0x7f));
  const indefinite = (tag: number, inner: Uint8Array) =>
    concatBytes(Uint8Array.of(tag, 0x80), inner, Uint8Array.of(0, 0));
  const inner = content(cms);
  const oidLength = 2 + (inner[1] ?? 0);
  const signedData = content(content(inner.subarray(oidLength)));
  return indefinite(
    0x30,
    concatBytes(inner.subarray(0, oidLength), indefinite(0xa0, indefinite(0x30, signedData))),
  );
}

/** The armored signature, as in a commit. */
export function smimeArmor(signer: Issued, payload: Uint8Array, options: SmimeOptions = {}): Uint8Array {
  return encodeArmor(smimeSignature(signer, payload, options));
}
