import { withPolicyAnswer } from '../../core/repository-policy/index.js';
import type { Verdict } from '../../core/verdict/index.js';
import type { GitObject } from '../../core/verify/index.js';
import type { Judge } from '../basis/types.js';
import { decide } from './judge.js';
import type { RepositoryJudge } from './repository-judge.js';

/**
 * Adds the decision about the signer to a verdict on evidence. The repository's policy decides. If it has no rule
 * for the object, the user's own trust decides. If it has a rule but cannot answer, the user's own trust cannot
 * allow the signer. A refusal by the user always counts, even if the repository allows the signer. The same is true
 * for a rule of the user that might refuse but cannot be evaluated.
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
  const { decision } = answer.decision;
  if (decision === 'not-stated') {
    const own = decide(judge, verdict);
    return own === verdict || answer.exempt ? withPolicyAnswer(own, answer) : own;
  }
  const own = verdict.ownTrust?.decision;
  const notForUser = decision !== 'refused' && (own === 'refused' || own === 'cannot-answer');
  return withPolicyAnswer(notForUser ? decide(judge, verdict) : verdict, answer);
}
