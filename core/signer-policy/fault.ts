import type { PolicyErrorCode } from '../codes/index.js';
import type { PolicyError, policyError } from './error.js';
import type { PolicyVariant } from './sentences.js';

/**
 * The error for one finding, as `policyError` makes it. The sentences are loaded only now: whoever signs reads their own policy
 * for each commit, and nearly always it has no mistake.
 */
export async function policyFault<Rule extends PolicyErrorCode>(
  rule: Rule,
  variant: PolicyVariant<Rule>,
  values?: Parameters<typeof policyError>[2],
): Promise<PolicyError> {
  const { policyError } = await import('./error.js');
  return policyError(rule, variant, values);
}
