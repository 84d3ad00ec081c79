import { inOrder } from '../../verdict/checks.js';
import type { Check, Verdict } from '../../verdict/index.js';

/**
 * A verdict with a check that the signer stated what was asked for (`-a name=value`); without a question, the same verdict. A
 * sound signature that does not state it is refused.
 */
export function withAnnotations(
  verdict: Verdict,
  asked: ReadonlyMap<string, string>,
  statedBy: () => ReadonlyMap<string, string>,
): Verdict {
  if (asked.size === 0) return verdict;
  const stated = statedBy();
  const missing = [...asked].find(([name, value]) => stated.get(name) !== value);
  const check: Check = missing
    ? {
        name: 'annotations',
        outcome: 'failed',
        reason: 'ANNOTATION_MISMATCH',
        detail: `the signer did not state ${missing[0]}=${missing[1]}`,
      }
    : { name: 'annotations', outcome: 'passed', detail: 'the signer stated what was asked for' };
  const checks = inOrder([...verdict.checks, check]);
  return missing && verdict.outcome === 'valid'
    ? { ...verdict, outcome: 'refused', checks }
    : { ...verdict, checks };
}
