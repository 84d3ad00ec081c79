import type { SignerDecision } from '../verdict/index.js';
import type { FieldMatch, SignerFields, SignerPolicy, SignerRule } from './types.js';
import type { Work } from './work.js';

/** The one expression that means "none is stated". Any other expression is for a stated value. */
const NONE_STATED = '^$';

function holds(match: FieldMatch, signer: SignerFields, work: Work | undefined): boolean {
  const { field, size, pattern } = match;
  const value = field === 'issuer' || field === 'subject' ? signer[field] : signer.claims[field];
  if (value === undefined || (value === '' && pattern !== NONE_STATED)) return false;
  work?.spend(1 + size * value.length);
  return match.test(value);
}

/**
 * Whether a rule means this signer: all of its matches hold. This is the only place where identities are compared. A rule
 * means only OpenID Connect identities, because anybody can write any name into an SSH, OpenPGP or X.509 signature.
 * @throws PolicyLimitError when `work` is used up
 */
export function meansSigner(rule: SignerRule, signer: SignerFields, work?: Work): boolean {
  if (signer.scheme !== undefined) return false;
  return rule.matches.length > 0 && rule.matches.every((match) => holds(match, signer, work));
}

function words(rule: SignerRule): string {
  return rule.matches
    .map(({ field, kind, pattern }) => `${field} ${kind === 'exact' ? '=' : '~'} ${pattern}`)
    .join(', ');
}

/**
 * What `policy` says about `signer`. This is the only place that decides whether somebody may sign. A rule allows a signer
 * when all of its matches hold. No rule can refuse, so the order of rules does not matter.
 */
export function allowsSigner(policy: SignerPolicy, signer: SignerFields): SignerDecision {
  const rule = policy.rules.find((candidate) => meansSigner(candidate, signer));
  if (rule) return { decision: 'allowed', detail: `allowed by ${policy.source}: ${words(rule)}` };
  return policy.otherwise === 'refused'
    ? { decision: 'refused', detail: `not among the signers allowed by ${policy.source}` }
    : { decision: 'not-stated', detail: `${policy.source} does not name this signer` };
}
