import { withPolicyAnswer } from '../../core/policy/repository/index.js';
import type { GitObject, Verdict } from '../../core/verify/index.js';
import { decide } from './judge.js';
import type { RepositoryJudge } from './repository-judge.js';
import type { Judge } from './types.js';

/**
 * A verdict on evidence with the word of the repository's policy; where that says nothing of the signer, with the user's
 * own. What the user refuses stays refused, whoever allows it.
 */
export async function decideWith(
  judge: Judge,
  repository: RepositoryJudge | undefined,
  object: GitObject,
  name: string,
  verdict: Verdict,
): Promise<Verdict> {
  if (!repository) return decide(judge, verdict);
  const answer = await repository.answer(object, name, verdict);
  if (answer.decision.decision === 'not-stated') {
    const own = decide(judge, verdict);
    return own === verdict || answer.exempt ? withPolicyAnswer(own, answer) : own;
  }
  const refusedByUser = answer.decision.decision === 'allowed' && verdict.ownTrust?.decision === 'refused';
  return refusedByUser ? decide(judge, verdict) : withPolicyAnswer(verdict, answer);
}
