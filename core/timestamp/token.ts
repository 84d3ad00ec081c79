import { type Certificate, parseCertificate, readAlgorithm } from '../certificate/index.js';
import {
  contextTag,
  type DerReader,
  derOid,
  derSmallInteger,
  EncodingError,
  readDer,
  TAG,
} from '../encoding/index.js';
import { OID } from './oids.js';
import { readSignerInfo } from './signer-info.js';
import { readTstInfo } from './tst-info.js';
import type { TimestampToken } from './types.js';

const MAX_SIZE = 128 * 1024;
const MAX_CERTIFICATES = 16;
const MAX_DIGEST_ALGORITHMS = 8;

/**
 * Takes an RFC 3161 TimeStampToken apart (section 2.4.2; RFC 5652 section 5): a CMS SignedData over a TSTInfo with
 * exactly one SignerInfo. Strict DER, at most 128 KiB, at most 16 certificates; CRLs are not read.
 * @throws EncodingError
 */
export function parseTimestampToken(der: Uint8Array): TimestampToken {
  if (der.length > MAX_SIZE)
    throw new EncodingError('DER_TOO_LARGE', `a timestamp token of more than ${MAX_SIZE} bytes`);
  const info = readDer(der, TAG.sequence, 'timestamp token');
  if (derOid(info.expect(TAG.oid, 'contentType')) !== OID.signedData)
    throw new EncodingError('DER_BAD_VALUE', 'a timestamp token that is not CMS SignedData');
  const holder = info.enter(contextTag(0, true), 'content');
  info.end('timestamp token');
  const signedData = holder.enter(TAG.sequence, 'SignedData');
  holder.end('content');
  return readSignedData(signedData);
}

function readSignedData(fields: DerReader): TimestampToken {
  if (derSmallInteger(fields.expect(TAG.integer, 'SignedData version')) !== 3)
    throw new EncodingError('DER_BAD_VALUE', 'a SignedData version other than 3');
  readDigestAlgorithms(fields.enter(TAG.set, 'digestAlgorithms'));
  const content = readContent(fields.enter(TAG.sequence, 'encapContentInfo'));
  const certificates =
    fields.nextTag === contextTag(0, true)
      ? readCertificates(fields.enter(contextTag(0, true), 'certificates'))
      : [];
  fields.optional(contextTag(1, true));
  const signers = fields.enter(TAG.set, 'signerInfos');
  fields.end('SignedData');
  const signer = readSignerInfo(signers.enter(TAG.sequence, 'SignerInfo'), content);
  signers.end('the only SignerInfo');
  return { ...readTstInfo(content), certificates, signer };
}

function readDigestAlgorithms(set: DerReader): void {
  for (let count = 0; !set.done; count++) {
    if (count === MAX_DIGEST_ALGORITHMS)
      throw new EncodingError('DER_TOO_LARGE', 'too many digest algorithms');
    readAlgorithm(set, 'digestAlgorithm');
  }
}

function readContent(fields: DerReader): Uint8Array {
  if (derOid(fields.expect(TAG.oid, 'eContentType')) !== OID.tstInfo)
    throw new EncodingError('DER_BAD_VALUE', 'a token whose content is not a TSTInfo');
  const holder = fields.enter(contextTag(0, true), 'eContent');
  fields.end('encapContentInfo');
  const content = holder.expect(TAG.octetString, 'eContent').content;
  holder.end('eContent');
  return content;
}

function readCertificates(set: DerReader): Certificate[] {
  const out: Certificate[] = [];
  while (!set.done) {
    if (out.length === MAX_CERTIFICATES)
      throw new EncodingError('DER_TOO_LARGE', `more than ${MAX_CERTIFICATES} certificates`);
    out.push(parseCertificate(set.expect(TAG.sequence, 'certificate').raw));
  }
  return out;
}
