import {
  contextTag,
  type DerReader,
  derBitString,
  derBoolean,
  derInteger,
  derOid,
  derSmallInteger,
  derTimeValue,
  EncodingError,
  equalBytes,
  readDer,
  TAG,
} from '../encoding/index.js';
import { readAlgorithm } from './algorithm.js';
import type { Certificate, CertificateExtension } from './types.js';

const MAX_SIZE = 64 * 1024;
const MAX_EXTENSIONS = 64;

/**
 * Takes an X.509 v3 certificate apart (RFC 5280 section 4.1), strictly: DER only, both signature algorithms the same, no
 * extension twice, at most 64 KiB. Judges nothing else.
 * @throws EncodingError
 */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > MAX_SIZE)
    throw new EncodingError('DER_TOO_LARGE', `a certificate of more than ${MAX_SIZE} bytes`);
  const outer = readDer(der, TAG.sequence, 'certificate');
  const tbs = outer.expect(TAG.sequence, 'tbsCertificate');
  const algorithm = readAlgorithm(outer, 'signatureAlgorithm');
  const signature = derBitString(outer.expect(TAG.bitString, 'signatureValue'));
  outer.end('certificate');
  const fields = readTbs(outer.inside(tbs), algorithm.raw);
  const { oid: signatureAlgorithm, parameters } = algorithm;
  const stated = parameters ? { signatureParameters: parameters } : {};
  return { der, tbs: tbs.raw, signatureAlgorithm, ...stated, signature, ...fields };
}

function readTbs(tbs: DerReader, algorithm: Uint8Array) {
  const versionField = tbs.enter(contextTag(0, true), 'version');
  const version = derSmallInteger(versionField.expect(TAG.integer, 'version'));
  versionField.end('version');
  if (version !== 2) throw new EncodingError('DER_BAD_VALUE', 'not a version 3 certificate');
  const serial = derInteger(tbs.expect(TAG.integer, 'serialNumber'));
  if (!equalBytes(readAlgorithm(tbs, 'signature').raw, algorithm))
    throw new EncodingError('DER_BAD_VALUE', 'a certificate with two different signature algorithms');
  const issuer = tbs.expect(TAG.sequence, 'issuer').raw;
  const validity = tbs.enter(TAG.sequence, 'validity');
  const notBefore = derTimeValue(validity.any());
  const notAfter = derTimeValue(validity.any());
  validity.end('validity');
  const subject = tbs.expect(TAG.sequence, 'subject').raw;
  const spki = tbs.expect(TAG.sequence, 'subjectPublicKeyInfo').raw;
  tbs.optional(contextTag(1));
  tbs.optional(contextTag(2));
  const extensions = tbs.nextTag === contextTag(3, true) ? readExtensions(tbs) : [];
  tbs.end('tbsCertificate');
  return { serial, issuer, notBefore, notAfter, subject, spki, extensions };
}

function readExtensions(tbs: DerReader): CertificateExtension[] {
  const field = tbs.enter(contextTag(3, true), 'extensions');
  const list = field.enter(TAG.sequence, 'extensions');
  field.end('extensions');
  const out: CertificateExtension[] = [];
  const seen = new Set<string>();
  do {
    const extension = readExtension(list.enter(TAG.sequence, 'extension'));
    if (seen.has(extension.oid))
      throw new EncodingError('DER_BAD_VALUE', `extension ${extension.oid} is there twice`);
    if (out.length === MAX_EXTENSIONS)
      throw new EncodingError('DER_TOO_LARGE', `more than ${MAX_EXTENSIONS} extensions`);
    seen.add(extension.oid);
    out.push(extension);
  } while (!list.done);
  return out;
}

function readExtension(fields: DerReader): CertificateExtension {
  const oid = derOid(fields.expect(TAG.oid, 'extnID'));
  const flag = fields.optional(TAG.boolean);
  const critical = flag !== undefined && derBoolean(flag);
  if (flag && !critical) throw new EncodingError('DER_BAD_VALUE', 'critical FALSE written out (not DER)');
  const value = fields.expect(TAG.octetString, 'extnValue').content;
  fields.end('extension');
  return { oid, critical, value };
}
