import type { PolicyErrorCode } from '../codes/index.js';
import type { PolicyError, policyError } from './error.js';
import type { PolicyVariant } from './sentences.js';

/**
 * The error for one finding, as `policyError` makes it. It loads the sentences only when there is a mistake: each signature reads
 * the user's own policy, and a mistake in it is rare.
 */
export async function policyFault<Rule extends PolicyErrorCode>(
  rule: Rule,
  variant: PolicyVariant<Rule>,
  values?: Parameters<typeof policyError>[2],
): Promise<PolicyError> {
  const { policyError } = await import('./error.js');
  return policyError(rule, variant, values);
}
