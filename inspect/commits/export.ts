import type { Certificate } from '../../core/certificate/index.js';
import type { GitObject } from '../../core/verify/index.js';
import type { Config } from '../../io/config/index.js';
import { JudgeError } from '../basis/error.js';
import { bundleOf, signaturePartsOf } from './bundle.js';
import { lookUp } from './look-up.js';

/**
 * The evidence of an object for other tools: a Sigstore bundle, and the bytes that it signs.
 * @param online whether a log entry that the signature does not embed is looked up
 * @throws JudgeError NO_BUNDLE; GitObjectError, CmsError
 */
export async function exportEvidence(
  config: Config,
  object: GitObject,
  online: boolean,
): Promise<ReturnType<typeof bundleOf>> {
  const parts = signaturePartsOf(object);
  const found = online && !parts.cms.logEntry ? await lookUp(config, parts.signed) : {};
  if (found.lookUpFailure !== undefined) throw new JudgeError('NO_BUNDLE', found.lookUpFailure);
  return bundleOf(parts, found.lookedUp?.[0]);
}

/** The certificate in the signature of an object; undefined if there is none that can be read: the verdict says why. */
export function signerCertificate(object: GitObject): Certificate | undefined {
  try {
    return signaturePartsOf(object).certificate;
  } catch {
    return undefined;
  }
}
