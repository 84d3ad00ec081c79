import type { JudgedItem } from '../../core/finding/index.js';
import type { PolicyAnswer } from '../../core/repository-policy/index.js';
import { asAskedFor } from '../../core/verify/index.js';
import type { OneObject } from '../../io/history/index.js';
import { POLICY_FILE, protectedBranch, RepositoryPolicyError } from '../../io/repository-policy/index.js';
import type { Judge, JudgePlace } from '../basis/types.js';
import { decideWith } from '../commits/decide.js';
import { itemOf } from '../commits/items.js';
import { evidenceOn } from '../commits/judge.js';
import type { RepositoryJudge } from '../commits/repository-judge.js';

/** What there is to explain about one object. */
export interface PolicyExplanation {
  readonly source: string;
  readonly branch: string | undefined;
  readonly answer: PolicyAnswer;
  /** The object, and its verdict with the policy's decision. */
  readonly item: JudgedItem;
}

/**
 * What the repository's policy says about an object, rule by rule.
 * @param name the name by which the object was requested
 * @throws GitError
 */
export async function explainPolicy(
  judge: Judge,
  repository: RepositoryJudge,
  { object, ref }: OneObject,
  name: string,
): Promise<PolicyExplanation> {
  const { loaded, branch } = repository;
  const evidence = await evidenceOn(judge, object);
  const called = ref ?? name;
  const answer = await repository.answer(object, called, evidence);
  const decided = await decideWith(judge, repository, object, called, evidence);
  const verdict = asAskedFor(decided, object, ref);
  const { raw } = object;
  const item = itemOf({ name, verdict, ...(raw && { raw }) });
  return { source: loaded.source, branch, answer, item };
}

/**
 * The error for "there is no policy". It says where Waxseal looked for one. @throws RepositoryPolicyError, GitError
 */
export async function noPolicyError(place: JudgePlace): Promise<RepositoryPolicyError> {
  const where = (await protectedBranch(place))?.shown ?? 'this repository';
  return new RepositoryPolicyError(
    'NO_POLICY',
    `${where} has no ${POLICY_FILE}, so there is no rule`,
    '"waxseal policy init" proposes one; --policy FILE tries one that is not merged yet',
  );
}
