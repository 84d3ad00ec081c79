import { inOrder } from './checks.js';
import type { PolicyReason } from './reason.js';
import type { Check, Exemption, Outcome, Verdict } from './verdict.js';

/** What a policy says of one signer. `source` names the policy for people, e.g. `policy .waxseal.yaml of origin/main`. */
export interface SignerDecision {
  readonly decision: 'allowed' | 'refused' | 'not-stated';
  readonly detail: string;
  /** Why it is refused, where it is not that nobody allows this signer. */
  readonly reason?: PolicyReason;
}

const OUTCOMES: Record<SignerDecision['decision'], Outcome> = {
  allowed: 'verified',
  refused: 'refused',
  'not-stated': 'valid',
};

function signerCheck({ decision, detail, reason = 'SIGNER_NOT_ALLOWED' }: SignerDecision): Check {
  switch (decision) {
    case 'allowed':
      return { name: 'signer', outcome: 'passed', detail };
    case 'refused':
      return { name: 'signer', outcome: 'failed', reason, detail };
    case 'not-stated':
      return { name: 'signer', outcome: 'not-made', reason: 'SIGNER_NOT_STATED', detail };
  }
}

function withSignerCheck(verdict: Verdict, check: Check): Verdict {
  const evidence = verdict.checks.filter(({ name }) => name !== 'signer');
  return { ...verdict, checks: inOrder([...evidence, check]) };
}

/**
 * A verdict with the policy's word added. Only a `valid` verdict can become `verified` or `refused`: a policy never
 * repairs evidence, and evidence that fell short stays what it is.
 */
export function withSignerDecision(verdict: Verdict, decision: SignerDecision): Verdict {
  if (verdict.outcome !== 'valid') return verdict;
  return { ...withSignerCheck(verdict, signerCheck(decision)), outcome: OUTCOMES[decision.decision] };
}

/** The verdict on an object without a signature that a policy wants signed: still `unsigned`, with the reason. */
export function withSignatureRequired(verdict: Verdict, reason: PolicyReason, detail: string): Verdict {
  if (verdict.outcome !== 'unsigned') return verdict;
  return withSignerCheck(verdict, { name: 'signer', outcome: 'failed', reason, detail });
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
