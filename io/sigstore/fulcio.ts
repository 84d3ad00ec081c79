import type { CertificateRequest, IssuedCertificate } from './types.js';

/** @throws SigstoreError */
export function requestCertificate(_request: CertificateRequest): Promise<IssuedCertificate> {
  throw new Error('not built yet');
}
