import { evaluatePolicy, type PolicyAnswer } from '../../core/repository-policy/index.js';
import type { Verdict } from '../../core/verdict/index.js';
import type { GitObject } from '../../core/verify/index.js';
import { unixNow } from '../../io/clock.js';
import {
  type LoadedPolicy,
  loadRepositoryPolicy,
  type ProtectedBranch,
  protectedBranch,
  RepositoryFacts,
} from '../../io/repository-policy/index.js';
import type { JudgePlace } from '../basis/types.js';

/** Where the policy is, and for which branch it is asked. */
export interface RepositoryJudgeOptions {
  /** `--policy`: a file instead of the repository's own. */
  readonly file?: string;
  /** `--branch`: the branch that contains the commits or shall receive them. Default: the protected branch. */
  readonly branch?: string;
  /** True in a hook of the repository that receives a push. */
  readonly receiving?: boolean;
  /** `--policy-branch`, `waxseal.policyBranch`: the branch whose policy counts. Default: the remote's HEAD. */
  readonly policyBranch?: string | undefined;
  /** The result of `protectedBranch`, if it was called before. */
  readonly lookedAt?: ProtectedBranch;
}

/** Asks a repository's policy about objects. The caller must close it. */
export interface RepositoryJudge {
  readonly loaded: LoadedPolicy;
  /** The branch for which commits are judged; undefined if it was not given and cannot be found. */
  readonly branch?: string;
  /**
   * @param name the name by which the object was requested
   * @param verdict on the evidence alone
   */
  answer(object: GitObject, name: string, verdict: Verdict): Promise<PolicyAnswer>;
  close(): Promise<void>;
}

/**
 * The policy that counts in the repository at `place`; undefined if there is none.
 * @throws RepositoryPolicyError, PolicyError, GitError
 */
export async function openRepositoryJudge(
  at: JudgePlace,
  options: RepositoryJudgeOptions = {},
): Promise<RepositoryJudge | undefined> {
  const { file, branch, receiving = false, lookedAt, policyBranch } = options;
  const place = { ...at, ...(policyBranch !== undefined && { policyBranch }) };
  const now = unixNow();
  const { loaded } = await loadRepositoryPolicy({
    ...place,
    now,
    receiving,
    ...(file !== undefined && { file }),
    ...(lookedAt && { lookedAt }),
  });
  if (!loaded) return undefined;
  const about = branch ?? loaded.branch ?? (file === undefined ? undefined : await branchHere(place));
  const facts = new RepositoryFacts(place);
  return {
    loaded,
    ...(about !== undefined && { branch: about }),
    answer: async (object, name, verdict) => {
      const asked = { ...object, name, ...(about !== undefined && { branch: about }) };
      return evaluatePolicy(loaded.policy, await facts.of(asked), verdict, now);
    },
    close: () => facts.close(),
  };
}

/** A given policy file works without a known protected branch. Its rules for branches then cannot be evaluated. */
async function branchHere(place: JudgePlace): Promise<string | undefined> {
  try {
    return (await protectedBranch(place))?.branch;
  } catch {
    return undefined;
  }
}
