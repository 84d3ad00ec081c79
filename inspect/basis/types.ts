import type { SignerPolicy } from '../../core/signer-policy/index.js';
import type { Outcome, Verdict } from '../../core/verdict/index.js';
import type { VerifyOptions } from '../../core/verify/index.js';
import type { Config } from '../../io/config/index.js';
import type { LeftOut } from '../../io/history/index.js';
import type { PolicyBranchPlace } from '../../io/repository-policy/index.js';
import type { LoadedTrust } from '../../io/trust/index.js';

/** The repository verdicts are about, the branch whose policy counts, and the environment that says who the user is. */
export type JudgePlace = PolicyBranchPlace & { readonly env: NodeJS.ProcessEnv };

/** What verdicts of one run rest on. */
export interface Judge {
  readonly config: Config;
  readonly trust: LoadedTrust;
  readonly policy: SignerPolicy | undefined;
  /** Whether a signature without an embedded log entry is looked up in the log. */
  readonly online: boolean;
  readonly options: VerifyOptions;
}

/** A verdict and what its object is called: what the person asked for, a tag's name, or the object id. */
export interface NamedVerdict {
  readonly name: string;
  readonly verdict: Verdict;
  /** The object as git holds it; absent where it could not be read. */
  readonly raw?: Uint8Array;
}

/** What a whole run came to. */
export interface HistorySummary {
  readonly objects: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** How many of them a policy lets pass although they are not verified. */
  readonly exempt: number;
  /** How many bytes the cache of verdicts would have to have to hold all of them; undefined when it does. */
  readonly cacheNeeded?: number | undefined;
  /** Commits whose parents a shallow clone left out: what is older was not seen. */
  readonly shallowBoundaries: readonly string[];
  /** What the selection does not reach although it is there. */
  readonly leftOut: LeftOut;
}

/** The verdicts on a selection of objects, in order as they come, and what they came to. */
export interface HistoryRun {
  /** True when the objects were found by walking from commit to commit, false when each was named. */
  readonly walked: boolean;
  /** Can be read once. @throws GitError, and what judging throws */
  readonly verdicts: AsyncIterable<NamedVerdict>;
  /** Complete when `verdicts` has ended. */
  summary(): HistorySummary;
}
