import { parseCertificate } from '../certificate/index.js';
import { EncodingError, TAG } from '../encoding/index.js';
import { CmsError, parseSignedData, type SignerInfo, singleValue } from '../signature/index.js';
import { readCertificateIds } from './certificate-id.js';
import { SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2, TST_INFO } from './oids.js';
import { readTstInfo } from './tst-info.js';
import type { CertificateId, TimestampToken } from './types.js';

const MAX_SIZE = 128 * 1024;

/**
 * Takes an RFC 3161 TimeStampToken apart (section 2.4.2): a CMS SignedData over a TSTInfo with exactly one SignerInfo
 * whose signed attributes name its certificate. Strict DER, at most 128 KiB.
 * @throws EncodingError
 */
export function parseTimestampToken(der: Uint8Array): TimestampToken {
  if (der.length > MAX_SIZE)
    throw new EncodingError('DER_TOO_LARGE', `a timestamp token of more than ${MAX_SIZE} bytes`);
  try {
    const { content, certificates, signer } = parseSignedData(der, {
      contentType: TST_INFO,
      detached: false,
    });
    return {
      ...readTstInfo(content),
      content,
      certificates: certificates.map(parseCertificate),
      signer,
      certificateIds: certificateIds(signer),
    };
  } catch (error) {
    if (error instanceof CmsError) throw new EncodingError('DER_BAD_VALUE', error.message);
    throw error;
  }
}

function certificateIds({ signed }: SignerInfo): readonly CertificateId[] {
  return readCertificateIds(
    singleValue(signed, SIGNING_CERTIFICATE, [TAG.sequence]),
    singleValue(signed, SIGNING_CERTIFICATE_V2, [TAG.sequence]),
  );
}
