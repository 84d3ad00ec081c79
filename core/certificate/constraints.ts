import { equalBytes } from '../encoding/index.js';
import {
  authorityKeyId,
  basicConstraints,
  EXTENSION,
  extendedKeyUsage,
  KEY_USAGE,
  keyUsage,
  PATH_RULES,
  PURPOSE,
  subjectKeyId,
  unknownCritical,
} from './extensions.js';
import type { Certificate } from './types.js';

// Every leaf of a history asks the same questions about the same few authorities, so the answers are kept.
function remembered<Fact>(read: (cert: Certificate) => Fact): (cert: Certificate) => Fact {
  const known = new WeakMap<Certificate, { readonly fact: Fact }>();
  return (cert) => {
    let found = known.get(cert);
    if (!found) {
      found = { fact: read(cert) };
      known.set(cert, found);
    }
    return found.fact;
  };
}

const subjectKeyIdOf = remembered(subjectKeyId);
const basicConstraintsOf = remembered(basicConstraints);
const keyUsageOf = remembered(keyUsage);
const extendedKeyUsageOf = remembered(extendedKeyUsage);

/** True when `child` names `issuer` (RFC 5280 section 6.1.3, names compared as bytes). */
export function isNamedIssuer(issuer: Certificate, child: Certificate): boolean {
  return equalBytes(issuer.subject, child.issuer);
}

/**
 * True when `child` names another key than `issuer` says it has. This only hints which of several issuers to try first. It is
 * not a rule: path validation (RFC 5280 section 6.1) does not compare the identifiers, which need not be made in one way
 * (section 4.2.1.2).
 * @throws EncodingError
 */
export function namesAnotherKey(issuer: Certificate, child: Certificate): boolean {
  const wanted = authorityKeyId(child);
  if (!wanted) return false;
  const own = subjectKeyIdOf(issuer);
  return own !== undefined && !equalBytes(wanted, own);
}

/**
 * Why `issuer` may not be above `below`, the CAs between it and the leaf, in a path for `purpose` (an extended key usage
 * OID); undefined when it may. The rules are those of RFC 5280 section 6.1.4, and of every implementation for extended key
 * usage: a CA that states usages may only issue for those. `nameConstraintProblem` applies the name constraints.
 * @throws EncodingError
 */
export function authorityProblem(
  issuer: Certificate,
  below: readonly Certificate[],
  purpose: string,
  general = false,
): string | undefined {
  const { ca, pathLength = Infinity } = basicConstraintsOf(issuer);
  if (!ca) return 'its issuer is not a certificate authority';
  if (keyUsageOf(issuer)?.has(KEY_USAGE.keyCertSign) === false)
    return 'its issuer may not sign certificates (key usage)';
  // Section 4.2.1.9: self-issued certificates do not count.
  const intermediates = below.filter((cert) => !equalBytes(cert.issuer, cert.subject)).length;
  if (intermediates > pathLength)
    return `more than ${pathLength} intermediate authorities below one that allows no more`;
  const purposes = extendedKeyUsageOf(issuer);
  if (purposes && !purposes.includes(purpose) && !purposes.includes(PURPOSE.any))
    return 'an authority on its path may not issue for this use (extended key usage)';
  const unknown = unknownCritical(issuer, general ? PATH_RULES : [EXTENSION.nameConstraints]);
  return unknown && `an authority on its path has critical extension ${unknown}, which is not understood`;
}
