import { Proposal } from '../../core/repository-policy/propose.js';
import { unixNow } from '../../io/clock.js';
import { protectedBranch, RepositoryPolicyError } from '../../io/repository-policy/index.js';
import type { Judge, JudgePlace } from '../basis/types.js';
import { judgeHistory } from '../commits/judge-history.js';

/** How many commits a proposal reads by default. */
export const USUAL_PROPOSAL_COUNT = 1000;

/** Options for proposing a policy. */
export interface ProposalOptions {
  /** The largest number of commits to read. */
  readonly maxCount?: number;
  readonly signal?: AbortSignal;
  /** Called for every commit that was judged. */
  readonly onStep?: () => void;
}

/**
 * The text of a policy that allows everyone who signed the history of the protected branch at `place`. The text was
 * parsed again to be sure that it is valid.
 * @throws RepositoryPolicyError NOTHING_TO_PROPOSE if no signer can be proposed; GitError, PolicyError
 */
export async function proposePolicy(
  judge: Judge,
  place: JudgePlace,
  { maxCount = USUAL_PROPOSAL_COUNT, signal, onStep = () => {} }: ProposalOptions = {},
): Promise<string> {
  const branch = await protectedBranch(place);
  if (!branch)
    throw new RepositoryPolicyError('NOTHING_TO_PROPOSE', 'there is no commit here to propose a policy from');
  const selection = { revisions: [branch.commit], maxCount };
  const { verdicts } = await judgeHistory(judge, selection, place, { ...(signal && { signal }) });
  const proposal = new Proposal();
  for await (const { verdict } of verdicts) {
    proposal.add(verdict);
    onStep();
  }
  if (!proposal.hasSigners)
    throw new RepositoryPolicyError(
      'NOTHING_TO_PROPOSE',
      `no signature of ${branch.shown} holds, so there is nobody to propose`,
      'waxseal verify says why; docs/policy.md has an example to start from',
    );
  const text = proposal.text(branch.shown);
  const { parseRepositoryPolicy } = await import('../../core/repository-policy/parse.js');
  await parseRepositoryPolicy(text, 'the proposal', unixNow());
  return text;
}
