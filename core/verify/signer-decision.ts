import { inOrder } from './checks.js';
import type { Check, Outcome, Verdict } from './verdict.js';

/** What a policy says of one signer. `source` names the policy for people, e.g. `policy .waxseal.yaml of origin/main`. */
export interface SignerDecision {
  readonly decision: 'allowed' | 'refused' | 'not-stated';
  readonly detail: string;
}

const OUTCOMES: Record<SignerDecision['decision'], Outcome> = {
  allowed: 'verified',
  refused: 'refused',
  'not-stated': 'valid',
};

function signerCheck({ decision, detail }: SignerDecision): Check {
  switch (decision) {
    case 'allowed':
      return { name: 'signer', outcome: 'passed', detail };
    case 'refused':
      return { name: 'signer', outcome: 'failed', reason: 'SIGNER_NOT_ALLOWED', detail };
    case 'not-stated':
      return { name: 'signer', outcome: 'not-made', reason: 'SIGNER_NOT_STATED', detail };
  }
}

/**
 * A verdict with the policy's word added. Only a `valid` verdict can become `verified` or `refused`: a policy never
 * repairs evidence, and evidence that fell short stays what it is.
 */
export function withSignerDecision(verdict: Verdict, decision: SignerDecision): Verdict {
  if (verdict.outcome !== 'valid') return verdict;
  const evidence = verdict.checks.filter((check) => check.name !== 'signer');
  return {
    ...verdict,
    outcome: OUTCOMES[decision.decision],
    checks: inOrder([...evidence, signerCheck(decision)]),
  };
}
