import { Expressions } from './expressions.js';
import { policyFault } from './fault.js';
import { exactly, matching } from './rule.js';
import type { FieldMatch, SignerPolicy } from './types.js';

/** The identity flags of `gitsign verify` and `cosign verify-blob`. */
export interface IdentityFlags {
  readonly identity?: string;
  readonly identityRegexp?: string;
  readonly issuer?: string;
  readonly issuerRegexp?: string;
  readonly workflowTrigger?: string;
  readonly workflowSha?: string;
  readonly workflowName?: string;
  readonly workflowRepository?: string;
  readonly workflowRef?: string;
}

const WORKFLOW = {
  workflowTrigger: 'githubWorkflowTrigger',
  workflowSha: 'githubWorkflowSha',
  workflowName: 'githubWorkflowName',
  workflowRepository: 'githubWorkflowRepository',
  workflowRef: 'githubWorkflowRef',
} as const;

/**
 * The policy that the flags state, or undefined without flags. Every given flag must match, also an exact value and a regular
 * expression for the same field. A regular expression may match anywhere in the value, as in gitsign's sigstore-go path. An
 * empty value demands nothing (cosign's default values).
 * @throws PolicyError POLICY_MISSING_FIELD unless both an identity and an issuer are given, because an e-mail address means
 * nothing without its issuer; POLICY_BAD_REGEXP
 */
export async function policyOfFlags(flags: IdentityFlags): Promise<SignerPolicy | undefined> {
  const matches: FieldMatch[] = [];
  const expressions = new Expressions();
  if (flags.identity) matches.push(exactly('subject', flags.identity));
  if (flags.identityRegexp) matches.push(await matching('subject', flags.identityRegexp, false, expressions));
  if (flags.issuer) matches.push(exactly('issuer', flags.issuer));
  if (flags.issuerRegexp) matches.push(await matching('issuer', flags.issuerRegexp, false, expressions));
  for (const [flag, claim] of Object.entries(WORKFLOW)) {
    const value = flags[flag as keyof typeof WORKFLOW];
    if (value) matches.push(exactly(claim, value));
  }
  if (matches.length === 0) return undefined;
  for (const [field, flag] of [
    ['subject', 'certificate-identity'],
    ['issuer', 'certificate-oidc-issuer'],
  ] as const) {
    if (!matches.some((match) => match.field === field))
      throw await policyFault('POLICY_MISSING_FIELD', 'flag', { flag });
  }
  return { source: 'the command line', rules: [{ matches }], otherwise: 'refused' };
}
