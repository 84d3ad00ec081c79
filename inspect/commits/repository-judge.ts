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

/** Where the policy is and what is asked of it. */
export interface RepositoryJudgeOptions {
  /** `--policy`: a file instead of the repository's own. */
  readonly file?: string;
  /** `--branch`: the branch the commits are on or are to land on; the protected branch without it. */
  readonly branch?: string;
  /** True in a hook of the repository that receives a push. */
  readonly receiving?: boolean;
  /** `--policy-branch`, `waxseal.policyBranch`: whose policy counts; without it the remote's HEAD tells. */
  readonly policyBranch?: string | undefined;
  /** What `protectedBranch` said, where it was asked already. */
  readonly lookedAt?: ProtectedBranch;
}

/** Asks a repository's policy about objects. Close it. */
export interface RepositoryJudge {
  readonly loaded: LoadedPolicy;
  /** The branch commits are judged for; undefined when nobody said and nothing tells. */
  readonly branch?: string;
  /**
   * @param name what the object was asked for by
   * @param verdict on the evidence alone
   */
  answer(object: GitObject, name: string, verdict: Verdict): Promise<PolicyAnswer>;
  close(): Promise<void>;
}

/**
 * The policy that counts in the repository at `place`; undefined when there is none.
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

/** A given policy may be used where no protected branch can be told: its rules for branches then have no answer. */
async function branchHere(place: JudgePlace): Promise<string | undefined> {
  try {
    return (await protectedBranch(place))?.branch;
  } catch {
    return undefined;
  }
}
