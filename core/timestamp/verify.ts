import {
  basicConstraints,
  buildChain,
  type Certificate,
  type ChainResult,
  certificateKey,
  type SignatureCache,
  signatureScheme,
} from '../certificate/index.js';
import type { TrustedAuthority } from '../certificate/trusted.js';
import { EncodingError, equalBytes } from '../encoding/index.js';
import { digest, verifySignature } from '../primitives/index.js';
import { findSignerCertificate, type SignerInfo } from '../signature/index.js';
import { RSA_ENCRYPTION, SHA2 } from './oids.js';
import { signerProblem } from './signer-certificate.js';
import { parseTimestampToken } from './token.js';
import type { TimestampProblem, TimestampResult, TimestampToken } from './types.js';

function problem(reason: TimestampProblem['reason'], detail: string): TimestampProblem {
  return { ok: false, reason, detail };
}

/**
 * Whether a trusted authority stamped `imprintOver`, and when (RFC 3161 section 2.4.2): imprint, message digest, signature,
 * certificate, and its chain as of genTime. An authority whose chain starts with a timestamping certificate is trusted only
 * with that certificate. Never throws.
 * @param der the TimeStampToken (not a TimeStampResp)
 * @param imprintOver the data that was stamped; in a CMS signature, the octets of the signature value
 */
export async function verifyTimestampToken(
  der: Uint8Array,
  imprintOver: Uint8Array,
  authorities: readonly TrustedAuthority[],
  cache?: SignatureCache,
): Promise<TimestampResult> {
  try {
    const token = parseTimestampToken(der);
    return contentProblem(token, imprintOver) ?? (await verifySigner(token, authorities, cache));
  } catch (error) {
    if (error instanceof EncodingError) return problem('TIMESTAMP_MALFORMED', error.message);
    throw error;
  }
}

function contentProblem(token: TimestampToken, imprintOver: Uint8Array): TimestampProblem | undefined {
  const { imprintHash, imprint, signer, content } = token;
  const hash = SHA2.get(signer.digestAlgorithm);
  if (imprintHash === 'unsupported' || !hash)
    return problem('ALGORITHM_NOT_SUPPORTED', 'the token uses a hash other than SHA-256, SHA-384 or SHA-512');
  if (!equalBytes(digest(imprintHash, imprintOver), imprint))
    return problem('TIMESTAMP_IMPRINT_MISMATCH', 'the token stamps other data');
  if (!equalBytes(digest(hash, content), signer.messageDigest))
    return problem('TIMESTAMP_SIGNATURE_WRONG', 'the signed digest is not that of the token content');
  return undefined;
}

async function verifySigner(
  token: TimestampToken,
  authorities: readonly TrustedAuthority[],
  cache: SignatureCache | undefined,
): Promise<TimestampResult> {
  const { signer, certificates, genTime, accuracy } = token;
  const cert = findSignerCertificate(signer.sid, [
    ...certificates,
    ...authorities.flatMap(({ chain }) => chain),
  ]);
  if (!cert)
    return problem('TIMESTAMP_AUTHORITY_UNKNOWN', 'the certificate that signed the token is not known');
  const unfit = signerProblem(cert, token.certificateIds);
  if (unfit !== undefined) return problem('TIMESTAMP_CERTIFICATE', unfit);
  const wrong = await signatureProblem(signer, cert);
  if (wrong) return wrong;
  const admitted = authorities.filter((authority) => admits(authority, cert));
  const chain = await buildChain(cert, admitted, genTime, {
    purpose: 'timeStamping',
    intermediates: certificates,
    ...(cache && { cache }),
  });
  return chain.ok ? { ok: true, time: genTime, accuracy, authority: chain.authority } : chainProblem(chain);
}

// A chain that begins with an end-entity certificate allows only that signer (as in sigstore-go).
function admits({ chain: [first] }: TrustedAuthority, cert: Certificate): boolean {
  return first !== undefined && (basicConstraints(first).ca || equalBytes(first.der, cert.der));
}

async function signatureProblem(
  signer: SignerInfo,
  cert: Certificate,
): Promise<TimestampProblem | undefined> {
  const key = certificateKey(cert);
  const isPlainRsa = signer.signatureAlgorithm === RSA_ENCRYPTION;
  // RFC 3370 section 3.2: with rsaEncryption the hash is the digest algorithm.
  const scheme = isPlainRsa
    ? { type: 'rsa' as const, hash: SHA2.get(signer.digestAlgorithm) }
    : signatureScheme(signer.signatureAlgorithm);
  if (!key || !scheme)
    return problem('ALGORITHM_NOT_SUPPORTED', 'the token is signed with an algorithm that is not accepted');
  const good =
    key.type === scheme.type &&
    (await verifySignature(key, scheme.hash, signer.signedAttributes, signer.signature));
  return good
    ? undefined
    : problem('TIMESTAMP_SIGNATURE_WRONG', 'the signature of the token does not verify');
}

function chainProblem(chain: Extract<ChainResult, { ok: false }>): TimestampProblem {
  switch (chain.reason) {
    case 'CHAIN_NO_TRUSTED_AUTHORITY':
      return problem('TIMESTAMP_AUTHORITY_UNKNOWN', 'no trusted timestamp authority issued the token');
    case 'ALGORITHM_NOT_SUPPORTED':
      return problem('ALGORITHM_NOT_SUPPORTED', chain.detail);
    default:
      return problem('TIMESTAMP_CERTIFICATE', `the certificate of the token: ${chain.detail}`);
  }
}
