import { type Verdict, withExemption, withSignatureAskedFor, withSignerDecision } from '../verdict/index.js';
import type { PolicyAnswer } from './evaluate.js';

/**
 * A verdict with a repository policy's answer. What somebody else already said of the signer (the user's own list, allowed
 * signers, ownertrust) stands where the policy does not speak of the object; a refusal by either stays a refusal.
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
