import type { PolicyReason } from '../codes/index.js';
import { inOrder, isWaived } from './checks.js';
import type { Check, Exemption, Outcome, Verdict } from './verdict.js';

/** Why the user's own trust gives no answer. */
const OWN_TRUST_REASONS = ['SSH_ALLOWED_SIGNERS_TOO_LARGE', 'SSH_ALLOWED_SIGNERS_UNREADABLE'] as const;
type OwnTrustReason = (typeof OWN_TRUST_REASONS)[number];

/** What a policy says about one signer. */
export interface SignerDecision {
  /**
   * `not-stated`: the policy has no rule for the object or the signer, so the next source of trust decides. `cannot-answer`:
   * the policy has a rule for the object, but facts are missing to apply it, so no other source may decide.
   */
  readonly decision: 'allowed' | 'refused' | 'not-stated' | 'cannot-answer';
  readonly detail: string;
  /**
   * Why it is refused, unless simply nobody allows this signer; or why there is no answer, when that does not come from a
   * policy.
   */
  readonly reason?: PolicyReason | OwnTrustReason;
}

const OUTCOMES: Record<SignerDecision['decision'], Outcome> = {
  allowed: 'verified',
  refused: 'refused',
  'not-stated': 'valid',
  'cannot-answer': 'incomplete',
};

function signerCheck({ decision, detail, reason = 'SIGNER_NOT_ALLOWED' }: SignerDecision): Check {
  switch (decision) {
    case 'allowed':
      return { name: 'signer', outcome: 'passed', detail };
    case 'refused':
      return { name: 'signer', outcome: 'failed', reason, detail };
    case 'not-stated':
      return { name: 'signer', outcome: 'not-made', reason: 'SIGNER_NOT_STATED', detail };
    case 'cannot-answer': {
      const own = OWN_TRUST_REASONS.find((known) => known === reason);
      return { name: 'signer', outcome: 'not-made', reason: own ?? 'POLICY_CANNOT_ANSWER', detail };
    }
  }
}

function withSignerCheck(verdict: Verdict, check: Check): Verdict {
  const evidence = verdict.checks.filter(({ name }) => name !== 'signer');
  return { ...verdict, checks: inOrder([...evidence, check]) };
}

/**
 * A verdict with the policy's decision added. Only a `valid` verdict can become `verified`, `refused`, or `incomplete` (when
 * the policy cannot answer). A policy never repairs evidence: any other outcome stays. When a flag took a check away, the
 * verdict stays `valid` even if the signer is allowed.
 */
export function withSignerDecision(verdict: Verdict, decision: SignerDecision): Verdict {
  if (verdict.outcome !== 'valid') return verdict;
  const outcome = OUTCOMES[decision.decision];
  return {
    ...withSignerCheck(verdict, signerCheck(decision)),
    outcome: outcome === 'verified' && isWaived(verdict.checks) ? 'valid' : outcome,
  };
}

/** The verdict on an unsigned object for which a policy has a rule: still `unsigned`, with what the policy says. */
export function withSignatureAskedFor(verdict: Verdict, decision: SignerDecision): Verdict {
  const speaks = decision.decision === 'refused' || decision.decision === 'cannot-answer';
  if (verdict.outcome !== 'unsigned' || !speaks) return verdict;
  return withSignerCheck(verdict, signerCheck({ reason: 'SIGNATURE_REQUIRED', ...decision }));
}

/**
 * The verdict on an object that a policy exempts from its rules. The outcome still follows from the evidence: an exempt
 * object is never `verified`, and a `verified` object needs no exemption.
 */
export function withExemption(verdict: Verdict, exempt: Exemption): Verdict {
  if (verdict.outcome === 'verified') return verdict;
  const check: Check = { name: 'signer', outcome: 'not-made', reason: 'EXEMPT', detail: exempt.reason };
  const kept = verdict.checks.filter(({ name, outcome }) => name !== 'signer' || outcome === 'failed');
  return { ...verdict, checks: inOrder([...kept, check]), exempt };
}
