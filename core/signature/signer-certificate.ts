import type { Certificate } from '../certificate/index.js';
import { DerReader, EncodingError, equalBytes, TAG } from '../encoding/index.js';
import { OID } from './oid.js';
import type { SignerIdentifier } from './signer-info.js';

function subjectKeyIdentifier(certificate: Certificate): Uint8Array | undefined {
  const extension = certificate.extensions.find(({ oid }) => oid === OID.subjectKeyIdentifier);
  if (!extension) return undefined;
  try {
    return new DerReader(extension.value).expect(TAG.octetString, 'SubjectKeyIdentifier').content;
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}

function isNamed(sid: SignerIdentifier, certificate: Certificate): boolean {
  if (sid.type === 'issuer-and-serial')
    return equalBytes(certificate.serial, sid.serial) && equalBytes(certificate.issuer, sid.issuer);
  const identifier = subjectKeyIdentifier(certificate);
  return identifier !== undefined && equalBytes(identifier, sid.keyIdentifier);
}

/**
 * The certificate that the sid of a SignerInfo names, at any position (gitsign's signatures of 2022 have the intermediate
 * first); undefined when it is not there. Names are compared as DER.
 */
export function findSignerCertificate(
  sid: SignerIdentifier,
  certificates: readonly Certificate[],
): Certificate | undefined {
  return certificates.find((certificate) => isNamed(sid, certificate));
}
