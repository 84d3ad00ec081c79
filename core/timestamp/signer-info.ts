import { readAlgorithm } from '../certificate/index.js';
import {
  contextTag,
  type DerElement,
  DerReader,
  derInteger,
  derOid,
  derSmallInteger,
  EncodingError,
  isSortedSet,
  TAG,
} from '../encoding/index.js';
import { readCertificateIds } from './certificate-id.js';
import { OID, SHA2 } from './oids.js';
import type { TimestampSigner } from './types.js';

const MAX_ATTRIBUTES = 32;

/**
 * Reads a token's SignerInfo (RFC 5652 section 5.3). Signed attributes must be there, in DER order and each once;
 * contentType must say TSTInfo. Unsigned attributes are not read.
 * @param content the TSTInfo octets the messageDigest should be of
 * @throws EncodingError
 */
export function readSignerInfo(fields: DerReader, content: Uint8Array): TimestampSigner {
  const version = derSmallInteger(fields.expect(TAG.integer, 'SignerInfo version'));
  const id = readSignerId(fields);
  if (version !== ('issuer' in id ? 1 : 3))
    throw new EncodingError(
      'DER_BAD_VALUE',
      'a SignerInfo version that does not go with its signer identifier',
    );
  const digestAlgorithm = SHA2.get(readAlgorithm(fields, 'digestAlgorithm').oid);
  const element = fields.expect(contextTag(0, true), 'signedAttrs');
  const attributes = readAttributes(fields.inside(element));
  const signatureAlgorithm = readAlgorithm(fields, 'signatureAlgorithm').oid;
  const signature = fields.expect(TAG.octetString, 'signature').content;
  fields.optional(contextTag(1, true));
  fields.end('SignerInfo');
  if (derOid(single(attributes, OID.contentType, TAG.oid)) !== OID.tstInfo)
    throw new EncodingError('DER_BAD_VALUE', 'signed attribute contentType is not TSTInfo');
  const signedAttributes = element.raw.slice();
  signedAttributes[0] = TAG.set;
  return {
    id,
    ...(digestAlgorithm && { digestAlgorithm }),
    signatureAlgorithm,
    signature,
    signedAttributes,
    messageDigest: single(attributes, OID.messageDigest, TAG.octetString).content,
    content,
    certificateIds: readCertificateIds(
      attributes.has(OID.signingCertificate)
        ? single(attributes, OID.signingCertificate, TAG.sequence)
        : undefined,
      attributes.has(OID.signingCertificateV2)
        ? single(attributes, OID.signingCertificateV2, TAG.sequence)
        : undefined,
    ),
  };
}

function readSignerId(fields: DerReader): TimestampSigner['id'] {
  const subjectKeyId = fields.optional(contextTag(0));
  if (subjectKeyId) return { subjectKeyId: subjectKeyId.content };
  const parts = fields.enter(TAG.sequence, 'signer identifier');
  const issuer = parts.expect(TAG.sequence, 'signer issuer').raw;
  const serial = derInteger(parts.expect(TAG.integer, 'signer serialNumber'));
  parts.end('signer identifier');
  return { issuer, serial };
}

/** The value sets of the attributes by OID. */
function readAttributes(list: DerReader): ReadonlyMap<string, DerElement> {
  const elements: DerElement[] = [];
  const out = new Map<string, DerElement>();
  while (!list.done) {
    const element = list.expect(TAG.sequence, 'attribute');
    const fields = list.inside(element);
    const oid = derOid(fields.expect(TAG.oid, 'attribute type'));
    const values = fields.expect(TAG.set, 'attribute values');
    fields.end('attribute');
    if (out.has(oid)) throw new EncodingError('DER_BAD_VALUE', `signed attribute ${oid} is there twice`);
    out.set(oid, values);
    elements.push(element);
    if (elements.length > MAX_ATTRIBUTES)
      throw new EncodingError('DER_TOO_LARGE', `more than ${MAX_ATTRIBUTES} signed attributes`);
  }
  if (!isSortedSet(elements))
    throw new EncodingError('DER_BAD_VALUE', 'signed attributes are not in DER order');
  return out;
}

function single(attributes: ReadonlyMap<string, DerElement>, oid: string, tag: number): DerElement {
  const values = attributes.get(oid);
  if (!values) throw new EncodingError('DER_TRUNCATED', `signed attribute ${oid} is missing`);
  const reader = new DerReader(values.content);
  const value = reader.expect(tag, `signed attribute ${oid}`);
  reader.end(`signed attribute ${oid}`);
  return value;
}
