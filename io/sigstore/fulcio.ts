import { type Certificate, parseCertificate } from '../../core/certificate/index.js';
import {
  decodePemBundle,
  encodePem,
  equalBytes,
  isObject,
  toBase64,
  utf8,
} from '../../core/encoding/index.js';
import { request } from '../http/index.js';
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
 * A short-lived certificate from Fulcio (v2 API) for a key that need not be in this process. It is checked that the
 * certificate is for that key. Its chain is not verified here.
 * @throws SigstoreError FULCIO_*; what proving possession throws
 */
export async function requestCertificate(asked: CertificateRequest): Promise<IssuedCertificate> {
  // Outside the try block: if the proof of possession fails, that is not an answer from Fulcio.
  const body = JSON.stringify(await requestBody(asked));
  try {
    const response = await request({
      url: `${asked.url.replace(/\/+$/, '')}/api/v2/signingCert`,
      method: 'POST',
      repeatable: true, // a second certificate does no harm
      headers: { 'content-type': 'application/json' },
      body,
      ...(asked.timeoutMs !== undefined && { timeoutMs: asked.timeoutMs }),
    });
    const certificate = leafOf(response.json());
    if (equalBytes(certificate.spki, asked.publicKey)) return { certificate };
  } catch (error) {
    throw serviceFailure(FULCIO, error);
  }
  throw new SigstoreError(
    'FULCIO_WRONG_KEY',
    'Fulcio issued a certificate for another key than the one asked for',
    'do not use this Fulcio: it gives wrong answers, or somebody on the network changes them',
  );
}

/** CreateSigningCertificateRequest (fulcio.proto) with proof of possession. */
async function requestBody({ token, publicKey, prove }: CertificateRequest) {
  return {
    credentials: { oidcIdentityToken: token.reveal() },
    publicKeyRequest: {
      publicKey: { algorithm: 'ECDSA', content: encodePem('PUBLIC KEY', publicKey) },
      proofOfPossession: toBase64(await prove(utf8(token.claims.subject))),
    },
  };
}

/**
 * The first certificate of the chain in a SigningCertificate, with an embedded or a detached SCT (fulcio.proto).
 */
function leafOf(answer: unknown): Certificate {
  const issued = isObject(answer)
    ? (answer['signedCertificateEmbeddedSct'] ?? answer['signedCertificateDetachedSct'])
    : undefined;
  const chain = isObject(issued) ? issued['chain'] : undefined;
  const certificates = isObject(chain) ? chain['certificates'] : undefined;
  const first: unknown = Array.isArray(certificates) ? certificates[0] : undefined;
  if (typeof first !== 'string') throw new Error('no certificate');
  const [der, ...others] = decodePemBundle('CERTIFICATE', first);
  if (der === undefined || others.length > 0) throw new Error('not one certificate');
  return parseCertificate(der);
}
