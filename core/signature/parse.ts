import { type Certificate, parseCertificate } from '../certificate/index.js';
import { derTimeValue, EncodingError, TAG } from '../encoding/index.js';
import { decodeLogEntry, type LogEntry, TransparencyError } from '../transparency/index.js';
import { type CmsAttribute, singleValue } from './attributes.js';
import { digestAlgorithm } from './digest-algorithm.js';
import { CmsError, type CmsErrorCode } from './error.js';
import { OID } from './oid.js';
import { parseSignedData } from './signed-data.js';
import { findSignerCertificate } from './signer-certificate.js';
import type { CmsSignature } from './types.js';

const MAX_TOKENS = 4;

/** What `read` returns. Its EncodingError becomes a CmsError with this code. */
function typed<T>(code: CmsErrorCode, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EncodingError || error instanceof TransparencyError)
      throw new CmsError(code, error.message);
    throw error;
  }
}

/**
 * The Rekor entry that gitsign embeds. An experimental form of 2023 used the same OID for values of other types, which are no
 * entries.
 */
function embeddedEntry(unsigned: readonly CmsAttribute[]): LogEntry | undefined {
  const values = unsigned.find(({ oid }) => oid === OID.logEntry)?.values ?? [];
  if (!values.some(({ tag }) => tag === TAG.octetString)) return undefined;
  const value = singleValue(unsigned, OID.logEntry, [TAG.octetString]);
  return value && typed('LOG_ENTRY_MALFORMED', () => decodeLogEntry(value.content));
}

function timestampTokens(unsigned: readonly CmsAttribute[]): Uint8Array[] {
  const values = unsigned.find(({ oid }) => oid === OID.timestampToken)?.values ?? [];
  if (values.length > MAX_TOKENS)
    throw new CmsError('CMS_MALFORMED', `there are more than ${MAX_TOKENS} timestamp tokens`);
  return values.map(({ raw }) => raw);
}

/**
 * Takes apart a detached CMS signature over id-data: gitsign's, or plain S/MIME's. The form must be strict. core/verify says
 * whether the signature holds. The signer certificate is undefined when it is not among the certificates, and so is an
 * unknown digest algorithm.
 * @throws CmsError
 */
export function parseCms(bytes: Uint8Array): CmsSignature {
  const { signer, certificates: bag } = parseSignedData(bytes, { contentType: OID.data, detached: true });
  const hash = digestAlgorithm(signer.digestAlgorithm);
  const certificates: Certificate[] = bag.map((der) =>
    typed('CERTIFICATE_MALFORMED', () => parseCertificate(der)),
  );
  const signerCertificate = findSignerCertificate(signer.sid, certificates);
  const time = typed('CMS_MALFORMED', () => {
    const value = singleValue(signer.signed, OID.signingTime, [TAG.utcTime, TAG.generalizedTime]);
    return value && derTimeValue(value);
  });
  const logEntry = embeddedEntry(signer.unsigned);
  return {
    certificates,
    ...(signerCertificate && { signerCertificate }),
    ...(hash && { digestAlgorithm: hash }),
    signatureAlgorithm: signer.signatureAlgorithm,
    ...(signer.signatureParameters && { signatureParameters: signer.signatureParameters }),
    signature: signer.signature,
    signedAttributes: signer.signedAttributes,
    contentType: OID.data,
    messageDigest: signer.messageDigest,
    ...(time !== undefined && { signingTime: time }),
    ...(logEntry && { logEntry }),
    timestampTokens: timestampTokens(signer.unsigned),
  };
}
