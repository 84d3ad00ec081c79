import { contextTag, DerReader, derOid, derSmallInteger, EncodingError, TAG } from '../encoding/index.js';
import { CmsError } from './error.js';
import { OID } from './oid.js';
import { readAlgorithm, readSignerInfo, type SignerInfo } from './signer-info.js';

/** A SignedData with exactly one SignerInfo, taken apart. */
export interface SignedData {
  readonly version: number;
  readonly contentType: string;
  /** eContent; undefined when detached. */
  readonly content?: Uint8Array;
  /** The embedded certificates, each in DER, in the order received; at most 16. */
  readonly certificates: readonly Uint8Array[];
  readonly signer: SignerInfo;
}

/** The content that the caller expects: the OID of its type, and whether it must be outside or inside. */
export interface ExpectedContent {
  readonly contentType: string;
  readonly detached: boolean;
}

const MAX_CERTIFICATES = 16;
const MAX_ALGORITHMS = 16;

/**
 * Takes apart a ContentInfo with a SignedData (strict DER; RFC 5652 sections 3 and 5) that has exactly one SignerInfo
 * with signed attributes over content of the expected type.
 * @throws CmsError
 */
export function parseSignedData(
  bytes: Uint8Array,
  expected: ExpectedContent & { readonly detached: false },
): SignedData & { readonly content: Uint8Array };
export function parseSignedData(bytes: Uint8Array, expected: ExpectedContent): SignedData;
export function parseSignedData(bytes: Uint8Array, expected: ExpectedContent): SignedData {
  try {
    const outer = new DerReader(bytes);
    const contentInfo = outer.enter(TAG.sequence, 'the CMS ContentInfo');
    if (!outer.done) throw new CmsError('CMS_TRAILING_DATA', 'there is data after the CMS signature');
    if (derOid(contentInfo.expect(TAG.oid, 'the content type')) !== OID.signedData)
      throw new CmsError('CMS_MALFORMED', 'the CMS structure is not SignedData');
    const wrapped = contentInfo.enter(contextTag(0, true), 'the SignedData');
    contentInfo.end('the CMS ContentInfo');
    const signedData = wrapped.enter(TAG.sequence, 'SignedData');
    wrapped.end('SignedData');
    return readSignedData(signedData, expected);
  } catch (error) {
    if (error instanceof EncodingError) throw new CmsError('CMS_MALFORMED', error.message);
    throw error;
  }
}

function readSignedData(data: DerReader, expected: ExpectedContent): SignedData {
  const version = derSmallInteger(data.expect(TAG.integer, 'the SignedData version'));
  const digests = readDigestAlgorithms(data);
  const content = readContent(data, expected);
  const certificates = readCertificates(data);
  // Revocation lists are neither signed nor used.
  data.optional(contextTag(1, true));
  const signers = data.enter(TAG.set, 'signerInfos');
  data.end('SignedData');
  if (signers.done) throw new CmsError('CMS_SIGNER_COUNT', 'nobody signed: there is no SignerInfo');
  const only = signers.expect(TAG.sequence, 'a SignerInfo');
  if (!signers.done) throw new CmsError('CMS_SIGNER_COUNT', 'there is more than one SignerInfo');
  const signer = readSignerInfo(only, signers, expected.contentType);
  const expectedVersion =
    expected.contentType === OID.data && signer.sid.type === 'issuer-and-serial' ? 1 : 3;
  if (version !== expectedVersion)
    throw new CmsError('CMS_MALFORMED', `SignedData version ${version}, not ${expectedVersion}`);
  // RFC 5652 section 5.1 allows a verifier to require this. Otherwise somebody could change these octets unnoticed.
  if (!digests.includes(signer.digestAlgorithm))
    throw new CmsError('CMS_MALFORMED', 'digestAlgorithms does not list the digest the signer used');
  return { version, contentType: expected.contentType, ...(content && { content }), certificates, signer };
}

function readDigestAlgorithms(data: DerReader): string[] {
  const set = data.enter(TAG.set, 'digestAlgorithms');
  const algorithms: string[] = [];
  while (!set.done) {
    if (algorithms.length === MAX_ALGORITHMS)
      throw new CmsError('CMS_MALFORMED', 'there are too many digest algorithms');
    algorithms.push(readAlgorithm(set, 'a digest algorithm').oid);
  }
  return algorithms;
}

function readContent(data: DerReader, expected: ExpectedContent): Uint8Array | undefined {
  const encapsulated = data.enter(TAG.sequence, 'encapContentInfo');
  const type = derOid(encapsulated.expect(TAG.oid, 'the type of the content'));
  const content = encapsulated.optional(contextTag(0, true));
  encapsulated.end('encapContentInfo');
  if (type !== expected.contentType)
    throw new CmsError(
      'CMS_CONTENT_TYPE_WRONG',
      `the content is of type ${type}, not ${expected.contentType}`,
    );
  if (expected.detached !== (content === undefined))
    throw expected.detached
      ? new CmsError('CMS_NOT_DETACHED', 'the signature carries content of its own')
      : new CmsError('CMS_MALFORMED', 'the content is missing');
  if (!content) return undefined;
  const inner = encapsulated.inside(content);
  const octets = inner.expect(TAG.octetString, 'the content').content;
  inner.end('the content');
  return octets;
}

function readCertificates(data: DerReader): Uint8Array[] {
  const set = data.optional(contextTag(0, true));
  const certificates: Uint8Array[] = [];
  if (!set) return certificates;
  const bag = data.inside(set);
  while (!bag.done) {
    if (certificates.length === MAX_CERTIFICATES)
      throw new CmsError('CMS_MALFORMED', `there are more than ${MAX_CERTIFICATES} certificates`);
    certificates.push(bag.expect(TAG.sequence, 'a certificate').raw);
  }
  return certificates;
}
