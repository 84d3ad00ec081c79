import type { Certificate } from '../certificate/index.js';
import { berToDer, EncodingError } from '../encoding/index.js';
import { CmsError, type CmsSignature, decodeArmor, parseCms } from '../signature/index.js';

const FULCIO_ISSUER = new Set(['1.3.6.1.4.1.57264.1.1', '1.3.6.1.4.1.57264.1.8']);
const INDEFINITE = 0x80;

/** Whether the certificate claims to be from Fulcio. */
export function isFulcio(certificate: Certificate): boolean {
  return certificate.extensions.some((extension) => FULCIO_ISSUER.has(extension.oid));
}

function parseBer(ber: Uint8Array): CmsSignature {
  try {
    return parseCms(berToDer(ber));
  } catch (error) {
    if (error instanceof EncodingError) throw new CmsError('CMS_MALFORMED', error.message);
    throw error;
  }
}

/**
 * Parses the CMS in an armor as strict DER. Only a signature with an indefinite length, as gpgsm writes it, is read as BER,
 * and only when the signer's certificate is not from Fulcio, because Sigstore signatures have only one form.
 * @throws CmsError
 */
export function readCms(armor: Uint8Array): CmsSignature {
  const bytes = decodeArmor(armor);
  if (bytes[1] !== INDEFINITE) return parseCms(bytes);
  const cms = parseBer(bytes);
  if (cms.signerCertificate && isFulcio(cms.signerCertificate))
    throw new CmsError('CMS_MALFORMED', 'an indefinite length (BER, not DER)');
  return cms;
}
