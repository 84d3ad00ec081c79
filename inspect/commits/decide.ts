import { withPolicyAnswer } from '../../core/repository-policy/index.js';
import type { Verdict } from '../../core/verdict/index.js';
import type { GitObject } from '../../core/verify/index.js';
import type { Judge } from '../basis/types.js';
import { decide } from './judge.js';
import type { RepositoryJudge } from './repository-judge.js';

/**
 * A verdict on evidence with the word of the repository's policy; where that does not speak of the object, with the user's
 * own. Where it does speak and cannot answer, the user's own trust allows nobody. What the user refuses, or might refuse if
 * it could be told, stays so, whoever allows it.
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
