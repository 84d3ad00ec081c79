import { type Verdict, withExemption, withSignatureAskedFor, withSignerDecision } from '../verdict/index.js';
import type { PolicyAnswer } from './evaluate.js';

/**
 * A verdict with the answer of a repository policy. When the policy has no rule for the object, the earlier decision about
 * the signer stays (the user's own list, allowed signers, ownertrust). A refusal by either one stays a refusal.
 */
export function withPolicyAnswer(verdict: Verdict, { decision, exempt }: PolicyAnswer): Verdict {
  if (!exempt) return decide(verdict, decision);
  return withExemption(verdict.outcome === 'unsigned' ? verdict : decide(verdict, decision), exempt);
}

function decide(verdict: Verdict, decision: PolicyAnswer['decision']): Verdict {
  if (verdict.outcome === 'unsigned') return withSignatureAskedFor(verdict, decision);
  const already = verdict.outcome === 'verified' && decision.decision !== 'not-stated';
  return withSignerDecision(already ? { ...verdict, outcome: 'valid' } : verdict, decision);
}
