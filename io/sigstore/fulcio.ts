import { type Certificate, parseCertificate } from '../../core/certificate/index.js';
import { decodePemBundle, encodePem, equalBytes } from '../../core/encoding/index.js';
import { SigstoreError } from './error.js';
import { type Service, serviceFailure } from './failure.js';
import type { CertificateRequest, IssuedCertificate } from './types.js';

const FULCIO: Service = {
  name: 'Fulcio',
  codes: {
    refused: 'FULCIO_REFUSED',
    unavailable: 'FULCIO_UNAVAILABLE',
    malformed: 'FULCIO_ANSWER_MALFORMED',
  },
  refusedHint:
    'the identity token may have expired, or be from an issuer or for an audience this Fulcio does not take',
};

/**
 * A short-lived certificate from Fulcio (v2 API) for a key that need not be in this process. The certificate is checked
 * to be for that key; its chain is not judged here.
 * @throws SigstoreError FULCIO_*
 */
export async function requestCertificate(asked: CertificateRequest): Promise<IssuedCertificate> {
  try {
    const { FulcioSigner } = await import('@sigstore/sign');
    const signer = new FulcioSigner({
      fulcioBaseURL: asked.url,
      identityProvider: { getToken: async () => asked.token.reveal() },
      keyHolder: keyHolder(asked),
      ...(asked.timeoutMs !== undefined && { timeout: asked.timeoutMs }),
    });
    const { key } = await signer.sign(Buffer.alloc(0));
    if (key.$case !== 'x509Certificate') throw new Error('no certificate');
    const certificate = onlyCertificate(key.certificate);
    if (equalBytes(certificate.spki, asked.publicKey)) return { certificate };
  } catch (error) {
    throw serviceFailure(FULCIO, error);
  }
  throw new SigstoreError(
    'FULCIO_WRONG_KEY',
    'Fulcio issued a certificate for another key than the one asked for',
    'do not use this Fulcio: it, or something on the way to it, is not what it should be',
  );
}

function keyHolder({ publicKey, prove }: CertificateRequest) {
  let proofs = 0;
  return {
    // FulcioSigner has the subject signed first, and then the artifact, which is not made yet: the certificate serves
    // many signatures.
    sign: async (data: Buffer) => ({
      signature: Buffer.from(proofs++ === 0 ? await prove(data) : []),
      key: { $case: 'publicKey' as const, publicKey: encodePem('PUBLIC KEY', publicKey) },
    }),
  };
}

function onlyCertificate(pem: string): Certificate {
  const [der, ...others] = decodePemBundle('CERTIFICATE', pem);
  if (der === undefined || others.length > 0) throw new Error('not one certificate');
  return parseCertificate(der);
}
