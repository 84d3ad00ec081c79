import { EncodingError } from '../encoding/index.js';
import { subjectAlternativeNames } from './alternative-names.js';
import type { LeafProblem } from './chain-types.js';
import {
  basicConstraints,
  extendedKeyUsage,
  KEY_USAGE,
  keyUsage,
  PATH_RULES,
  PURPOSE,
  unknownCritical,
} from './extensions.js';
import { certificateKey } from './key.js';
import { nameText } from './name.js';
import type { Certificate, Signer } from './types.js';

/** The purposes of an S/MIME certificate that allow it to sign commits. */
export type SmimePurpose = 'emailProtection' | 'codeSigning';

const PURPOSES: readonly SmimePurpose[] = ['emailProtection', 'codeSigning'];

/**
 * Which of these purposes a certificate has. One that states no purpose, or `any`, has both (RFC 5280 section 4.2.1.12; RFC
 * 8550 section 4.4.4).
 * @throws EncodingError
 */
export function smimePurposes(cert: Certificate): readonly SmimePurpose[] {
  const stated = extendedKeyUsage(cert);
  if (!stated || stated.includes(PURPOSE.any)) return PURPOSES;
  return PURPOSES.filter((purpose) => stated.includes(PURPOSE[purpose]));
}

function usageProblem(cert: Certificate): LeafProblem | undefined {
  const usage = keyUsage(cert);
  if (basicConstraints(cert).ca || usage?.has(KEY_USAGE.keyCertSign))
    return { reason: 'CERTIFICATE_IS_CA', detail: 'a certificate authority, not a signer' };
  if (usage && !usage.has(KEY_USAGE.digitalSignature) && !usage.has(KEY_USAGE.contentCommitment))
    return { reason: 'CERTIFICATE_KEY_USAGE', detail: 'key usage does not include signatures over content' };
  if (smimePurposes(cert).length === 0)
    return {
      reason: 'CERTIFICATE_NOT_CODE_SIGNING',
      detail: 'extended key usage includes neither e-mail protection nor code signing',
    };
  const unknown = unknownCritical(cert, PATH_RULES);
  if (unknown === undefined) return undefined;
  return {
    reason: 'CERTIFICATE_CRITICAL_EXTENSION',
    detail: `critical extension ${unknown} is not understood`,
  };
}

/**
 * Whether a certificate of a public or private authority may stand for a signer (RFC 8550 section 4.4, RFC 5280 section
 * 4.2): no CA, key usage and extended key usage for signatures where it states any, every critical extension understood,
 * names that can be read, a key this program verifies with. Says nothing about who issued it or when it was valid. Never throws.
 * @returns the first problem found, or undefined
 */
export function checkSmimeLeaf(cert: Certificate): LeafProblem | undefined {
  try {
    const problem = usageProblem(cert);
    smimeSigner(cert);
    if (problem || certificateKey(cert)) return problem;
    return {
      reason: 'CERTIFICATE_KEY_UNSUPPORTED',
      detail: 'not an ECDSA P-256/384/521, Ed25519 or RSA (2048 bits or more) key',
    };
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return { reason: 'CERTIFICATE_MALFORMED', detail: `an extension is malformed: ${error.message}` };
  }
}

/**
 * Who an S/MIME certificate names: its first e-mail address, else its subject; the issuer is the name of the authority.
 * @throws EncodingError
 */
export function smimeSigner(cert: Certificate): Signer {
  const email = subjectAlternativeNames(cert).find(({ type }) => type === 'email');
  return {
    subject: email?.value ?? nameText(cert.subject),
    subjectType: email ? 'email' : 'otherName',
    issuer: nameText(cert.issuer),
    claims: {},
    scheme: 'x509',
  };
}
