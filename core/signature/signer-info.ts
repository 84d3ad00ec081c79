import {
  contextTag,
  type DerElement,
  type DerReader,
  der,
  derInteger,
  derOid,
  derSmallInteger,
  TAG,
} from '../encoding/index.js';
import { type CmsAttribute, readAttributes, singleValue } from './attributes.js';
import { CmsError } from './error.js';
import { OID } from './oid.js';

/** How a SignerInfo names its certificate (RFC 5652 section 5.3); `issuer` is a DER Name, `serial` INTEGER content. */
export type SignerIdentifier =
  | { readonly type: 'issuer-and-serial'; readonly issuer: Uint8Array; readonly serial: Uint8Array }
  | { readonly type: 'subject-key-identifier'; readonly keyIdentifier: Uint8Array };

/** A SignerInfo, taken apart. Algorithms are OIDs. */
export interface SignerInfo {
  readonly sid: SignerIdentifier;
  readonly digestAlgorithm: string;
  /** DER with the SET tag (0x31), in the order received: the signature covers these bytes. */
  readonly signedAttributes: Uint8Array;
  /** The signed attributes, parsed; no attribute type occurs twice. */
  readonly signed: readonly CmsAttribute[];
  readonly signatureAlgorithm: string;
  /** DER of the algorithm's parameters, where there are any but NULL. */
  readonly signatureParameters?: Uint8Array;
  readonly signature: Uint8Array;
  /** No attribute type occurs twice. */
  readonly unsigned: readonly CmsAttribute[];
  /** The one value of the messageDigest attribute. */
  readonly messageDigest: Uint8Array;
}

/** An AlgorithmIdentifier: its OID, and its parameters where they are not NULL. */
export function readAlgorithm(level: DerReader, what: string): { oid: string; parameters?: Uint8Array } {
  const algorithm = level.enter(TAG.sequence, what);
  const oid = derOid(algorithm.expect(TAG.oid, what));
  const parameters = algorithm.done ? undefined : algorithm.any();
  algorithm.end(what);
  return parameters && parameters.tag !== TAG.null ? { oid, parameters: parameters.raw } : { oid };
}

function readSid(info: DerReader, version: number): SignerIdentifier {
  if (version === 1) {
    const named = info.enter(TAG.sequence, 'issuerAndSerialNumber');
    const issuer = named.expect(TAG.sequence, 'the issuer of the signer').raw;
    const serial = derInteger(named.expect(TAG.integer, 'the serial number of the signer'));
    named.end('issuerAndSerialNumber');
    return { type: 'issuer-and-serial', issuer, serial };
  }
  if (version !== 3) throw new CmsError('CMS_MALFORMED', `SignerInfo version ${version}`);
  return {
    type: 'subject-key-identifier',
    keyIdentifier: info.expect(contextTag(0), 'subjectKeyIdentifier').content,
  };
}

/**
 * Reads a SignerInfo (RFC 5652 section 5.3). Signed attributes are required, with contentType (equal to `contentType`) and
 * messageDigest once each (section 11). Without them, a signature could be read as one over other content.
 * @throws CmsError, EncodingError
 */
export function readSignerInfo(element: DerElement, level: DerReader, contentType: string): SignerInfo {
  const info = level.inside(element);
  const sid = readSid(info, derSmallInteger(info.expect(TAG.integer, 'the SignerInfo version')));
  const digestAlgorithm = readAlgorithm(info, 'the digest algorithm').oid;
  const attributes = info.expect(contextTag(0, true), 'the signed attributes');
  const signed = readAttributes(info.inside(attributes));
  const algorithm = readAlgorithm(info, 'the signature algorithm');
  const signature = info.expect(TAG.octetString, 'the signature').content;
  const unsignedSet = info.optional(contextTag(1, true));
  info.end('SignerInfo');

  const type = singleValue(signed, OID.contentType, [TAG.oid]);
  const messageDigest = singleValue(signed, OID.messageDigest, [TAG.octetString]);
  if (!type || !messageDigest)
    throw new CmsError('CMS_MALFORMED', 'the contentType or messageDigest attribute is missing');
  if (derOid(type) !== contentType)
    throw new CmsError('CMS_CONTENT_TYPE_WRONG', 'the contentType attribute is not the type of the content');
  return {
    sid,
    digestAlgorithm,
    signedAttributes: der.element(TAG.set, attributes.content),
    signed,
    signatureAlgorithm: algorithm.oid,
    ...(algorithm.parameters && { signatureParameters: algorithm.parameters }),
    signature,
    unsigned: unsignedSet ? readAttributes(info.inside(unsignedSet)) : [],
    messageDigest: messageDigest.content,
  };
}
