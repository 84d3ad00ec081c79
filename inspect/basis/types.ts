import type { SignerPolicy } from '../../core/signer-policy/index.js';
import type { HistorySummary, Verdict } from '../../core/verdict/index.js';
import type { VerifyOptions } from '../../core/verify/index.js';
import type { Config } from '../../io/config/index.js';
import type { PolicyBranchPlace } from '../../io/repository-policy/index.js';
import type { LoadedTrust } from '../../io/trust/index.js';

/** The repository under review, the branch whose policy counts, and the environment that identifies the user. */
export type JudgePlace = PolicyBranchPlace & { readonly env: NodeJS.ProcessEnv };

/** What the verdicts of one run are based on. */
export interface Judge {
  readonly config: Config;
  readonly trust: LoadedTrust;
  readonly policy: SignerPolicy | undefined;
  /** Whether a signature without an embedded log entry is looked up in the log. */
  readonly online: boolean;
  readonly options: VerifyOptions;
}

/** A verdict and the name of its object: what the person asked for, a tag's name, or the object id. */
export interface NamedVerdict {
  readonly name: string;
  readonly verdict: Verdict;
  /** The object as git stores it. Absent if it could not be read. */
  readonly raw?: Uint8Array;
}

/** The verdicts on a selection of objects, as a stream in their order, and the summary. */
export interface HistoryRun {
  /** True when the objects were found by walking from commit to commit, false when each was named. */
  readonly walked: boolean;
  /** Can be read once. @throws GitError, and what judging throws */
  readonly verdicts: AsyncIterable<NamedVerdict>;
  /** Complete when `verdicts` has ended. */
  summary(): HistorySummary;
}
