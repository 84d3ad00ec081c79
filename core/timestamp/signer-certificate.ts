import {
  basicConstraints,
  type Certificate,
  extendedKeyUsage,
  findExtension,
  KEY_USAGE,
  keyUsage,
  PURPOSE,
  unknownCritical,
} from '../certificate/index.js';
import { equalBytes } from '../encoding/index.js';
import { digest } from '../primitives/index.js';
import type { CertificateId } from './types.js';

const EXTENDED_KEY_USAGE = '2.5.29.37';

/**
 * Why `cert` must not have signed the token, or undefined: it is not the certificate that the signed attributes name (RFC
 * 5816), or it is not only for timestamping (RFC 3161 section 2.3: critical extended key usage with this single purpose).
 * @throws EncodingError
 */
export function signerProblem(cert: Certificate, ids: readonly CertificateId[]): string | undefined {
  for (const { hash, digest: expected, serial } of ids) {
    if (!hash) return 'the token names its certificate with a hash that is not accepted';
    if (!equalBytes(digest(hash, cert.der), expected) || (serial && !equalBytes(serial, cert.serial)))
      return 'the signed attributes of the token name another certificate';
  }
  const purposes = extendedKeyUsage(cert);
  const isCritical = findExtension(cert, EXTENDED_KEY_USAGE)?.critical === true;
  if (!isCritical || purposes?.length !== 1 || purposes[0] !== PURPOSE.timeStamping)
    return 'the certificate of the token is not for timestamping only (critical extended key usage)';
  if (basicConstraints(cert).ca) return 'the certificate of the token is a certificate authority';
  const usage = keyUsage(cert);
  if (usage && !usage.has(KEY_USAGE.digitalSignature) && !usage.has(KEY_USAGE.contentCommitment))
    return 'the certificate of the token may not sign data (key usage)';
  const unknown = unknownCritical(cert);
  return unknown && `the certificate of the token has critical extension ${unknown}, which is not understood`;
}
