import { concatBytes, der, TAG, utf8 } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import { commonName, type Issued, type IssueOptions, issue, signWith, T0, YEAR } from './pki.js';
import { extendedKeyUsage, keyUsage, subjectKeyId, TIME_STAMPING } from './pki-extensions.js';

// RFC 3161 tokens for tests. They can be wrong in every way that an option names.

const SHA256 = '2.16.840.1.101.3.4.2.1';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/** A timestamping certificate under `issuer`. */
export function issueTsa(issuer: Issued, options: Partial<IssueOptions> = {}): Issued {
  return issue({
    issuer,
    name: commonName('tsa'),
    notAfter: T0 + YEAR,
    extensions: [keyUsage(0), extendedKeyUsage([TIME_STAMPING], true), subjectKeyId(Uint8Array.of(1, 2, 3))],
    ...options,
  });
}

/** The contents of a token. Everything but the signer and the data has a correct default. */
export interface TokenOptions {
  readonly signer: Issued;
  readonly data: Uint8Array;
  /** GeneralizedTime text. */
  readonly genTime?: string;
  /** Encoded fields between genTime and the end of TSTInfo. */
  readonly tstTail?: readonly Uint8Array[];
  readonly tstVersion?: number;
  readonly imprint?: Uint8Array;
  /** OID of the hash of the imprint. */
  readonly imprintHash?: string;
  /** Encoded fields after the imprint's digest. */
  readonly imprintTail?: readonly Uint8Array[];
  /** The OID of the hash that the signer states. */
  readonly digestAlgorithm?: string;
  readonly certificates?: readonly Uint8Array[];
  readonly namedCertificate?: Uint8Array;
  /** Encoded attributes instead of the usual ones, by name; undefined leaves one out. */
  readonly attributes?: Record<string, Uint8Array | undefined>;
  readonly sid?: Uint8Array;
  readonly signerVersion?: number;
  readonly signerCount?: number;
  readonly contentType?: string;
  readonly spoilSignature?: boolean;
  /** The encoded signature algorithm that the token states; the correct one by default. */
  readonly signatureAlgorithm?: Uint8Array;
}

const algorithmOf = (oid: string) => der.sequence(der.oid(oid));
const attribute = (oid: string, ...values: Uint8Array[]) => der.sequence(der.oid(oid), der.setOf(...values));

/** The attribute signingCertificateV2 naming a certificate by SHA-256. */
export function signingCertificateV2(certificate: Uint8Array, ...more: Uint8Array[]): Uint8Array {
  const id = der.sequence(der.octetString(digest('sha256', certificate)), ...more);
  return attribute('1.2.840.113549.1.9.16.2.47', der.sequence(der.sequence(id)));
}

/** The attribute signingCertificateV2 with this ESSCertIDv2, as the first of `list`. */
export function signingCertificateId(id: Uint8Array, ...list: Uint8Array[]): Uint8Array {
  return attribute('1.2.840.113549.1.9.16.2.47', der.sequence(der.sequence(id), ...list));
}

/** The attribute signingCertificate naming a certificate by SHA-1. */
export function signingCertificateV1(certificate: Uint8Array): Uint8Array {
  const id = der.sequence(der.octetString(digest('sha1', certificate)));
  return attribute('1.2.840.113549.1.9.16.2.12', der.sequence(der.sequence(id)));
}

/** The attribute contentType. */
export function contentTypeAttribute(oid: string): Uint8Array {
  return attribute('1.2.840.113549.1.9.3', der.oid(oid));
}

/** A TimeStampToken, DER. */
export function buildToken(options: TokenOptions): Uint8Array {
  const { signer, data } = options;
  const info = der.sequence(
    der.integer(options.tstVersion ?? 1),
    der.oid('1.3.6.1.4.1.99999.1'),
    der.sequence(
      algorithmOf(options.imprintHash ?? SHA256),
      der.octetString(options.imprint ?? digest('sha256', data)),
      ...(options.imprintTail ?? []),
    ),
    der.integer(77),
    der.element(TAG.generalizedTime, utf8(options.genTime ?? '20260101000100Z')),
    ...(options.tstTail ?? [der.sequence(der.integer(1)), der.integer(42)]),
  );
  const attributes = {
    contentType: contentTypeAttribute(TST_INFO),
    messageDigest: attribute('1.2.840.113549.1.9.4', der.octetString(digest('sha256', info))),
    signingCertificate: signingCertificateV2(options.namedCertificate ?? signer.der),
    ...options.attributes,
  };
  const signed = der.setOf(...Object.values(attributes).filter((item) => item !== undefined));
  const { algorithm, signature } = signWith(
    signer.key,
    options.spoilSignature ? concatBytes(signed, signed) : signed,
  );
  const issuerAndSerial = der.sequence(signer.certificate.issuer, der.integer(signer.certificate.serial));
  const signerInfo = der.sequence(
    der.integer(options.signerVersion ?? 1),
    options.sid ?? issuerAndSerial,
    algorithmOf(options.digestAlgorithm ?? SHA256),
    concatBytes(Uint8Array.of(0xa0), signed.subarray(1)),
    options.signatureAlgorithm ?? algorithm,
    der.octetString(signature),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.setOf(algorithmOf(options.digestAlgorithm ?? SHA256)),
    der.sequence(der.oid(options.contentType ?? TST_INFO), der.explicit(0, der.octetString(info))),
    der.explicit(0, ...(options.certificates ?? [signer.der])),
    der.element(TAG.set, ...Array.from({ length: options.signerCount ?? 1 }, () => signerInfo)),
  );
  return der.sequence(der.oid('1.2.840.113549.1.7.2'), der.explicit(0, signedData));
}
