import { inOrder, isWaived } from './checks.js';
import type { PolicyReason } from './reason.js';
import type { Check, Exemption, Outcome, Verdict } from './verdict.js';

const TOO_LARGE = 'SSH_ALLOWED_SIGNERS_TOO_LARGE';

/** What a policy says of one signer. */
export interface SignerDecision {
  /**
   * `not-stated`: it does not speak of the object or of the signer, so somebody else may. `cannot-answer`: it does speak of
   * the object, and what it says cannot be told, so nobody else may.
   */
  readonly decision: 'allowed' | 'refused' | 'not-stated' | 'cannot-answer';
  readonly detail: string;
  /** Why it is refused, where it is not that nobody allows this signer; why there is no answer, where no policy is asked. */
  readonly reason?: PolicyReason | typeof TOO_LARGE;
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
      const why = reason === TOO_LARGE ? TOO_LARGE : 'POLICY_CANNOT_ANSWER';
      return { name: 'signer', outcome: 'not-made', reason: why, detail };
    }
  }
}

function withSignerCheck(verdict: Verdict, check: Check): Verdict {
  const evidence = verdict.checks.filter(({ name }) => name !== 'signer');
  return { ...verdict, checks: inOrder([...evidence, check]) };
}

/**
 * A verdict with the policy's word added. Only a `valid` verdict can become `verified`, `refused`, or `incomplete` because
 * the policy cannot answer: a policy never repairs evidence, and evidence that fell short stays what it is. Where a flag
 * took a check away, an allowed signer leaves it `valid`.
 */
export function withSignerDecision(verdict: Verdict, decision: SignerDecision): Verdict {
  if (verdict.outcome !== 'valid') return verdict;
  const outcome = OUTCOMES[decision.decision];
  return {
    ...withSignerCheck(verdict, signerCheck(decision)),
    outcome: outcome === 'verified' && isWaived(verdict.checks) ? 'valid' : outcome,
  };
}

/** The verdict on an object without a signature of which a policy speaks: still `unsigned`, with what the policy says. */
export function withSignatureAskedFor(verdict: Verdict, decision: SignerDecision): Verdict {
  const speaks = decision.decision === 'refused' || decision.decision === 'cannot-answer';
  if (verdict.outcome !== 'unsigned' || !speaks) return verdict;
  return withSignerCheck(verdict, signerCheck({ reason: 'SIGNATURE_REQUIRED', ...decision }));
}

/**
 * The verdict on an object that a policy lets pass without what it demands of others. The outcome stays what the evidence
 * says: exempt is never `verified`, and a `verified` object needs no exemption.
 */
export function withExemption(verdict: Verdict, exempt: Exemption): Verdict {
  if (verdict.outcome === 'verified') return verdict;
  const check: Check = { name: 'signer', outcome: 'not-made', reason: 'EXEMPT', detail: exempt.reason };
  const kept = verdict.checks.filter(({ name, outcome }) => name !== 'signer' || outcome === 'failed');
  return { ...verdict, checks: inOrder([...kept, check]), exempt };
}
