import { concatBytes, contextTag, DerReader, der, TAG } from '../encoding/index.js';
import { encodeLogEntry, type LogEntry } from '../transparency/index.js';
import { OID } from './oid.js';

/** The parts of a gitsign signature. */
export interface CmsParts {
  /** The signer's certificate, DER. */
  readonly certificate: Uint8Array;
  /** From `signedAttributes`, tag 0x31. */
  readonly signedAttributes: Uint8Array;
  /** ECDSA P-256 over SHA-256 of `signedAttributes` (DER Ecdsa-Sig-Value). */
  readonly signature: Uint8Array;
  /** Embedded without its body: a verifier rebuilds it. */
  readonly logEntry?: LogEntry;
  /** A bare TimeStampToken over `signature`, DER. */
  readonly timestampToken?: Uint8Array;
}

const DIGEST_ALGORITHM = der.sequence(der.oid(OID.sha256));

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), der.setOf(value));
}

/**
 * The signed attributes, tag 0x31, that the signer signs: contentType, signingTime and messageDigest, in DER order.
 * `payloadDigest` is SHA-256 (32 bytes), `signingTime` Unix seconds.
 */
export function signedAttributes(of: { payloadDigest: Uint8Array; signingTime: number }): Uint8Array {
  return der.setOf(
    attribute(OID.contentType, der.oid(OID.data)),
    attribute(OID.signingTime, der.time(of.signingTime)),
    attribute(OID.messageDigest, der.octetString(of.payloadDigest)),
  );
}

function issuerAndSerial(certificate: Uint8Array): Uint8Array {
  const tbs = new DerReader(certificate)
    .enter(TAG.sequence, 'a certificate')
    .enter(TAG.sequence, 'tbsCertificate');
  tbs.optional(contextTag(0, true));
  const serial = tbs.expect(TAG.integer, 'serialNumber');
  tbs.expect(TAG.sequence, 'the signature algorithm');
  return der.sequence(tbs.expect(TAG.sequence, 'the issuer').raw, serial.raw);
}

function unsignedAttributes({ logEntry, timestampToken }: CmsParts): Uint8Array {
  const attributes: Uint8Array[] = [];
  if (logEntry) {
    const { body: _rebuilt, ...entry } = logEntry;
    attributes.push(attribute(OID.logEntry, der.octetString(encodeLogEntry(entry))));
  }
  if (timestampToken) attributes.push(attribute(OID.timestampToken, timestampToken));
  if (attributes.length === 0) return new Uint8Array();
  return retag(der.setOf(...attributes), contextTag(1, true));
}

/** The same element under an IMPLICIT tag. */
function retag(element: Uint8Array, tag: number): Uint8Array {
  return concatBytes(Uint8Array.of(tag), element.subarray(1));
}

/**
 * DER of the detached CMS signature (RFC 5652), byte for byte what gitsign writes from the same parts: no parameters in
 * the algorithms, the leaf certificate alone, both attribute sets in DER order.
 * @throws EncodingError when `certificate` is not one
 */
export function buildCms(parts: CmsParts): Uint8Array {
  const signerInfo = der.sequence(
    der.integer(1),
    issuerAndSerial(parts.certificate),
    DIGEST_ALGORITHM,
    retag(parts.signedAttributes, contextTag(0, true)),
    der.sequence(der.oid(OID.ecdsaWithSha256)),
    der.octetString(parts.signature),
    unsignedAttributes(parts),
  );
  const signedData = der.sequence(
    der.integer(1),
    der.setOf(DIGEST_ALGORITHM),
    der.sequence(der.oid(OID.data)),
    der.explicit(0, parts.certificate),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.explicit(0, signedData));
}
