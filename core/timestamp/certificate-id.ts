import { readAlgorithm } from '../certificate/index.js';
import { type DerElement, DerReader, derInteger, EncodingError, TAG } from '../encoding/index.js';
import { SHA2 } from './oids.js';
import type { CertificateId } from './types.js';

/**
 * The first certificate that SigningCertificate (RFC 2634, SHA-1) and SigningCertificateV2 (RFC 5035) each name: the one that
 * signed. One of the two must be there (RFC 3161 section 2.4.2, RFC 5816). SHA-1 only points at a certificate. The signer
 * identifier names it too, and its chain is checked, so nothing depends on the weak hash.
 * @throws EncodingError
 */
export function readCertificateIds(
  v1: DerElement | undefined,
  v2: DerElement | undefined,
): readonly CertificateId[] {
  if (!v1 && !v2) throw new EncodingError('DER_TRUNCATED', 'signed attribute signingCertificate is missing');
  return [...(v1 ? [readFirst(v1, false)] : []), ...(v2 ? [readFirst(v2, true)] : [])];
}

function readFirst(attribute: DerElement, isV2: boolean): CertificateId {
  const outer = new DerReader(attribute.content);
  const certs = outer.enter(TAG.sequence, 'signingCertificate certs');
  outer.optional(TAG.sequence);
  outer.end('signingCertificate');
  const fields = certs.enter(TAG.sequence, 'ESSCertID');
  const stated =
    isV2 && fields.nextTag === TAG.sequence ? SHA2.get(readAlgorithm(fields, 'hash').oid) : 'sha256';
  const hash = isV2 ? stated : 'sha1';
  const digest = fields.expect(TAG.octetString, 'certHash').content;
  const serial = fields.done ? undefined : readSerial(fields.enter(TAG.sequence, 'issuerSerial'));
  fields.end('ESSCertID');
  return { ...(hash && { hash }), digest, ...(serial && { serial }) };
}

function readSerial(fields: DerReader): Uint8Array {
  fields.expect(TAG.sequence, 'issuerSerial issuer');
  const serial = derInteger(fields.expect(TAG.integer, 'issuerSerial serialNumber'));
  fields.end('issuerSerial');
  return serial;
}
