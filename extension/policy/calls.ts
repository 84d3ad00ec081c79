import type { Outcome } from '../../core/verdict/index.js';

// What the verifier answers about the policy of a repository.

/** The policy that is in force for what the user writes now: that of the protected branch. */
export interface PolicyInForce {
  /** `origin/main`, or `HEAD`. */
  readonly shown: string;
  readonly commit: string;
  /** True when the history under review itself declares this branch. */
  readonly selfDeclared: boolean;
  /** Absent when that branch has no policy. */
  readonly text?: string;
}

/** What the policy says about a commit or tag, rule by rule. Texts are harmless lines. */
export interface PolicyExplanation {
  readonly object: { readonly id: string; readonly type: string };
  readonly outcome: Outcome;
  readonly source: string;
  readonly branch?: string;
  /** The policy applies to the object, but its answer cannot be determined. */
  readonly cannotAnswer?: true;
  readonly detail: string;
  readonly exempt?: string;
  readonly rules: readonly {
    readonly name: string;
    readonly line: number;
    readonly decides: boolean;
    readonly why: string;
  }[];
}

/** The calls: the arguments of each, the parts that it sends, and its answer. */
export interface PolicyCalls {
  policyInForce: { ask: { root: string }; part: never; answer: PolicyInForce | undefined };
  /** Gives the text. Each part says how many commits were read so far. */
  proposePolicy: { ask: { root: string }; part: number; answer: string };
  explainPolicy: { ask: { root: string; name: string }; part: never; answer: PolicyExplanation };
}
