import type { PolicyErrorCode } from '../codes/index.js';
import { type Finding, findingText } from '../finding/index.js';
import { POLICY_SENTENCES, type PolicyVariant } from './sentences.js';

/** One thing wrong in a policy. Whoever has a fix for it adds that. */
export interface PolicyFinding extends Omit<Finding, 'fix'> {
  readonly rule: PolicyErrorCode;
}

/** A policy that cannot be used. `message` is one line that names the place (line and column where there is one). */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  /** @param findings everything that was found, where the whole file was looked through */
  constructor(
    readonly code: PolicyErrorCode,
    message: string,
    readonly findings: readonly PolicyFinding[] = [],
  ) {
    super(message);
  }
}

/** What a finding about a policy says, in English. It may hold text of the file: made harmless by whoever prints it. */
export function policyMessage(finding: PolicyFinding): string {
  return findingText(finding, [POLICY_SENTENCES]).message;
}

/** A finding of a policy: which rule, which of its sentences, and what the sentence names. */
export function policyFinding<Rule extends PolicyErrorCode>(
  rule: Rule,
  variant: PolicyVariant<Rule>,
  values: PolicyFinding['values'] = {},
  level: PolicyFinding['level'] = 'error',
): PolicyFinding {
  return { rule, ...(variant !== undefined && { variant }), values, level };
}

/** The error for one finding, said as it is. */
export function policyError<Rule extends PolicyErrorCode>(
  rule: Rule,
  variant: PolicyVariant<Rule>,
  values?: PolicyFinding['values'],
): PolicyError {
  const finding = policyFinding(rule, variant, values);
  return new PolicyError(rule, policyMessage(finding), [finding]);
}
