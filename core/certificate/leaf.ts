import { EncodingError } from '../encoding/index.js';
import { subjectAlternativeNames } from './alternative-names.js';
import type { IssuerMissing, LeafProblem } from './chain-types.js';
import {
  basicConstraints,
  extendedKeyUsage,
  KEY_USAGE,
  keyUsage,
  PURPOSE,
  unknownCritical,
} from './extensions.js';
import { fulcioIssuer } from './fulcio.js';
import { certificateKey } from './key.js';
import type { Certificate } from './types.js';

// Usages that a certificate must not have besides code signing: "any" means nothing, and the others must be alone (RFC 3161
// section 2.3) or give power over revocation (RFC 6960 section 4.2.2.2).
const INCOMPATIBLE: ReadonlySet<string> = new Set([PURPOSE.any, PURPOSE.timeStamping, PURPOSE.ocspSigning]);

/**
 * Whether a certificate may belong to a signer (Fulcio docs/certificate-specification.md; RFC 5280 section 4.2): not a CA,
 * digital signature and code signing stated, every critical extension understood, exactly one name of a kind Fulcio gives, a
 * key this program verifies with, an issuer claim. Says nothing about who issued it or when it was valid. Never throws.
 * @returns the first problem, or undefined; CERTIFICATE_ISSUER_MISSING only where nothing else is wrong
 */
export function checkLeaf(cert: Certificate): LeafProblem | IssuerMissing | undefined {
  try {
    return usageProblem(cert) ?? nameProblem(cert) ?? keyProblem(cert) ?? issuerProblem(cert);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return { reason: 'CERTIFICATE_MALFORMED', detail: `an extension is malformed: ${error.message}` };
  }
}

function usageProblem(cert: Certificate): LeafProblem | undefined {
  const usage = keyUsage(cert);
  if (basicConstraints(cert).ca || usage?.has(KEY_USAGE.keyCertSign))
    return { reason: 'CERTIFICATE_IS_CA', detail: 'a certificate authority, not a signer' };
  if (!usage?.has(KEY_USAGE.digitalSignature))
    return { reason: 'CERTIFICATE_KEY_USAGE', detail: 'key usage does not include digital signature' };
  const purposes = extendedKeyUsage(cert) ?? [];
  if (!purposes.includes(PURPOSE.codeSigning))
    return {
      reason: 'CERTIFICATE_NOT_CODE_SIGNING',
      detail: 'extended key usage does not include code signing',
    };
  const wrong = purposes.find((purpose) => INCOMPATIBLE.has(purpose));
  if (wrong !== undefined)
    return {
      reason: 'CERTIFICATE_NOT_CODE_SIGNING',
      detail: `extended key usage ${wrong} next to code signing`,
    };
  const unknown = unknownCritical(cert);
  if (unknown !== undefined)
    return {
      reason: 'CERTIFICATE_CRITICAL_EXTENSION',
      detail: `critical extension ${unknown} is not understood`,
    };
  return undefined;
}

function nameProblem(cert: Certificate): LeafProblem | undefined {
  const names = subjectAlternativeNames(cert);
  const [name] = names;
  if (!name || names.length > 1)
    return {
      reason: 'CERTIFICATE_SAN_COUNT',
      detail: `${names.length} subject alternative names instead of exactly one`,
    };
  if (name.type !== 'email' && name.type !== 'uri' && name.type !== 'otherName')
    return {
      reason: 'CERTIFICATE_SAN_UNSUPPORTED',
      detail: 'the subject alternative name is not an email, URI or username',
    };
  if (!isPlain(name.value))
    return {
      reason: 'CERTIFICATE_SAN_UNSUPPORTED',
      detail: 'the subject alternative name is empty or holds control characters',
    };
  return undefined;
}

function issuerProblem(cert: Certificate): LeafProblem | IssuerMissing | undefined {
  const issuer = fulcioIssuer(cert) ?? '';
  if (issuer === '')
    return { reason: 'CERTIFICATE_ISSUER_MISSING', detail: 'no OpenID Connect issuer is stated' };
  if (isPlain(issuer)) return undefined;
  return { reason: 'CERTIFICATE_MALFORMED', detail: 'the OpenID Connect issuer holds control characters' };
}

// No real identity contains control characters. One that does can only mislead a reader.
function isPlain(text: string): boolean {
  return text !== '' && !/[\u0000-\u001f\u007f-\u009f]/.test(text);
}

function keyProblem(cert: Certificate): LeafProblem | undefined {
  if (certificateKey(cert)) return undefined;
  return {
    reason: 'CERTIFICATE_KEY_UNSUPPORTED',
    detail: 'not an ECDSA P-256/384/521, Ed25519 or RSA (2048 bits or more) key',
  };
}
