import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { concatBytes, contextTag, DerReader, der, TAG, utf8 } from '../../../core/encoding/index.js';
import { POLICY, type TimestampQuery } from './request.js';

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;
const ACCURACY_SECONDS = 1;
const [CONTEXT_0, CONTEXT_4] = [contextTag(0, true), contextTag(4, true)];

/** The signer of timestamps: its key and DER certificate, and the parts of the certificate that tokens repeat. */
export interface TimestampSigner {
  readonly key: KeyObject;
  readonly certificate: Uint8Array;
}

/** Serial number, issuer and subject of a certificate, each as its DER element. */
function certificateNames(certificate: Uint8Array): Record<'serial' | 'issuer' | 'subject', Uint8Array> {
  const tbs = new DerReader(certificate).enter(TAG.sequence, 'certificate').enter(TAG.sequence, 'tbs');
  tbs.optional(CONTEXT_0);
  const serial = tbs.any().raw;
  tbs.any();
  const issuer = tbs.any().raw;
  tbs.any();
  return { serial, issuer, subject: tbs.any().raw };
}

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const algorithm = (oid: string): Uint8Array => der.sequence(der.oid(oid));
const attribute = (oid: string, value: Uint8Array): Uint8Array =>
  der.sequence(der.oid(oid), der.setOf(value));

function generalizedTime(seconds: number): Uint8Array {
  const text = new Date(seconds * 1000).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return der.element(TAG.generalizedTime, utf8(`${text}Z`));
}

/**
 * A granted TimeStampResp (RFC 3161 section 2.4.2) for the query. Its token states `time` (Unix seconds), plus or minus
 * `accuracy` seconds.
 */
export function timestampResponse(
  query: TimestampQuery,
  signer: TimestampSigner,
  time: number,
  accuracy = ACCURACY_SECONDS,
): Uint8Array {
  return der.sequence(der.sequence(der.integer(0)), timestampToken(query, signer, time, accuracy));
}

function timestampToken(
  query: TimestampQuery,
  signer: TimestampSigner,
  time: number,
  accuracy: number,
): Uint8Array {
  const names = certificateNames(signer.certificate);
  const info = tstInfo(query, names.subject, time, accuracy);
  const issuerAndSerial = (issuer: Uint8Array): Uint8Array => der.sequence(issuer, names.serial);
  // SHA-256 is the default of ESSCertIDv2's hashAlgorithm, and must then be left out (RFC 5035 section 4).
  const essCertId = der.sequence(
    der.octetString(sha256(signer.certificate)),
    issuerAndSerial(der.sequence(der.element(CONTEXT_4, names.issuer))),
  );
  const attributes = der.setOf(
    attribute(OID.contentType, der.oid(OID.tstInfo)),
    attribute(OID.signingTime, der.time(time)),
    attribute(OID.messageDigest, der.octetString(sha256(info))),
    attribute(OID.signingCertificateV2, der.sequence(der.sequence(essCertId))),
  );
  const signerInfo = der.sequence(
    der.integer(1),
    issuerAndSerial(names.issuer),
    algorithm(OID.sha256),
    concatBytes(Uint8Array.of(CONTEXT_0), attributes.subarray(1)),
    algorithm(OID.ecdsaWithSha256),
    der.octetString(sign('sha256', attributes, signer.key)),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.setOf(algorithm(OID.sha256)),
    der.sequence(der.oid(OID.tstInfo), der.explicit(0, der.octetString(info))),
    ...(query.certificates ? [der.element(CONTEXT_0, signer.certificate)] : []),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.explicit(0, signedData));
}

function tstInfo(query: TimestampQuery, tsaName: Uint8Array, time: number, accuracy: number): Uint8Array {
  return der.sequence(
    der.integer(1),
    der.oid(POLICY),
    der.sequence(algorithm(query.algorithm), der.octetString(query.digest)),
    der.integer(randomBytes(20)),
    generalizedTime(time),
    der.sequence(der.integer(accuracy)),
    ...(query.nonce ? [der.integer(query.nonce)] : []),
    der.explicit(0, der.element(CONTEXT_4, tsaName)),
  );
}
