import { harmlessJson } from '../../../core/harmless/index.js';
import { JudgeError } from '../../../inspect/basis/index.js';
import { bundleOf, lookUp, signaturePartsOf } from '../../../inspect/commits/index.js';
import { readOne } from '../../../io/history/index.js';
import type { SignatureCalls } from '../calls.js';
import { sessionOf } from './sessions.js';

/**
 * The evidence for one object as a Sigstore bundle: the same bytes that `waxseal show --format bundle` prints. @throws
 * JudgeError NO_BUNDLE
 */
export async function bundle({ root, name }: SignatureCalls['bundle']['ask']): Promise<string> {
  const { place, judge } = sessionOf(root);
  const parts = signaturePartsOf((await readOne(place, name)).object);
  const found = judge.online && !parts.cms.logEntry ? await lookUp(judge.config, parts.signed) : {};
  if (found.lookUpFailure !== undefined) throw new JudgeError('NO_BUNDLE', found.lookUpFailure);
  return `${harmlessJson(bundleOf(parts, found.lookedUp?.[0]).bundle, 2)}\n`;
}
