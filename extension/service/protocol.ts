import type { InstallationVerdict } from '../../core/installation/index.js';
import type { Check, Outcome, SignatureKind, Verdict } from '../../core/verdict/index.js';

// What the extension host and the worker thread say to each other. Everything is plain data.

/** A repository of the editor. */
export interface RepositoryPlace {
  /** Absolute path of the work tree, or of the git directory where there is none. */
  readonly root: string;
  /** False in Restricted Mode: the repository's policy is then not read. */
  readonly trusted: boolean;
  /** Whether missing log entries are looked up; undefined leaves it to the configuration. */
  readonly online?: boolean;
  /** The git program of the editor; the one in PATH without it. */
  readonly gitPath?: string;
}

/** What verdicts of a repository rest on. */
export interface Basis {
  /** Where the policy came from that says who may sign. */
  readonly policy?: string;
  readonly selfDeclared?: boolean;
  /** Changes whenever the same object may get another verdict. */
  readonly key: string;
  /** Commit ids; absent where there is none. */
  readonly head?: string;
  /** Short name; absent for a detached HEAD. */
  readonly branch?: string;
  /** The branch that the branch under review is compared with: `origin/main`. */
  readonly base?: string;
  readonly upstream?: string;
  /** The verdict on `head`; absent where somebody has to be asked for it over the network: it is then judged like any other. */
  readonly verdict?: Brief;
  /** True where older commits were left out of the clone. */
  readonly shallow: boolean;
  /** Absolute directories in which a change of refs shows: the work tree's own and the shared one. */
  readonly directories: readonly string[];
  /** Absolute paths of the user's files that verdicts rest on. */
  readonly files: readonly string[];
}

/** The lists of commits and tags that views show. */
export type ListName = 'head' | 'unpushed' | 'review' | 'recent' | 'tags';

/** One commit or tag, before it is judged. Texts are as their author wrote them. */
export interface Row {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  /** The revision to ask for: a commit's id, or `refs/tags/NAME`. */
  readonly name: string;
  /** First line of the message, at most 200 characters. */
  readonly subject: string;
  readonly author?: { readonly name: string; readonly email: string };
  /** Unix seconds. */
  readonly time?: number;
}

/** The part of a verdict that lists show. */
export interface Brief {
  readonly id: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly signature: SignatureKind;
  readonly subject?: string;
  readonly issuer?: string;
  readonly reason?: NonNullable<Check['reason']>;
  /** The deciding check in one harmless line. */
  readonly detail?: string;
  readonly exempt?: string;
}

/** Everything the commit page shows. */
export interface Detail {
  readonly row: Row;
  readonly verdict: Verdict;
  readonly message: string;
  readonly parents: readonly string[];
  /** Harmless one-line texts, in the words of `waxseal verify`. */
  readonly words: {
    readonly means: string;
    readonly signer?: string;
    readonly signedAt?: string;
    readonly logEntry?: string;
    readonly exempt?: string;
  };
  /** For each check its harmless text and, where it has a reason, what that means and what to do. */
  readonly checks: readonly {
    readonly check: Check;
    readonly text: string;
    readonly title?: string;
    readonly todo?: string;
  }[];
  readonly certificate?: {
    readonly serial: string;
    readonly issuer: string;
    readonly notBefore: string;
    readonly notAfter: string;
    readonly sha256: string;
    readonly pem: string;
  };
  readonly policy?: string;
}

/** Who last changed a line, by `git blame`. */
export interface BlamedLine {
  readonly id: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly time: number;
  readonly summary: string;
}

/** The policy that counts for what a person writes here: the one of the protected branch. */
export interface PolicyInForce {
  /** `origin/main`, or `HEAD`. */
  readonly shown: string;
  readonly commit: string;
  /** True when the history under review declares it itself. */
  readonly selfDeclared: boolean;
  /** Absent where that branch has none. */
  readonly text?: string;
}

/** What the policy says of a commit or tag, rule by rule. Texts are harmless lines. */
export interface PolicyExplanation {
  readonly object: { readonly id: string; readonly type: string };
  readonly outcome: Outcome;
  readonly source: string;
  readonly branch?: string;
  /** The policy speaks of the object, and what it says cannot be told. */
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

/** What can be asked: its arguments, what comes in parts, and the answer. */
export interface Calls {
  /** What `open` answers if the folder is the top of a repository. */
  begin: { ask: { place: RepositoryPlace }; part: never; answer: Basis | undefined };
  open: { ask: { place: RepositoryPlace }; part: never; answer: Basis };
  list: { ask: { root: string; list: ListName; limit: number }; part: readonly Row[]; answer: number };
  range: { ask: { root: string; range: string; limit: number }; part: readonly Row[]; answer: number };
  judge: { ask: { root: string; names: readonly string[] }; part: readonly Brief[]; answer: number };
  detail: { ask: { root: string; name: string }; part: never; answer: Detail };
  bundle: { ask: { root: string; name: string }; part: never; answer: string };
  blame: {
    ask: { root: string; path: string; line: number; text?: string };
    part: never;
    answer: BlamedLine | undefined;
  };
  verifyExtension: {
    ask: { folder: string; bundle?: Uint8Array };
    part: never;
    answer: InstallationVerdict;
  };
  /** Answers roots. With `bareOnly` the folder itself, if it is a bare repository. */
  discover: {
    ask: { folder: string; gitPath?: string; bareOnly?: boolean };
    part: never;
    answer: readonly string[];
  };
  close: { ask: { root: string }; part: never; answer: undefined };
  policyInForce: { ask: { root: string }; part: never; answer: PolicyInForce | undefined };
  /** Answers the text; its parts are how many commits were looked at. */
  proposePolicy: { ask: { root: string }; part: number; answer: string };
  explainPolicy: { ask: { root: string; name: string }; part: never; answer: PolicyExplanation };
}

export type CallName = keyof Calls;

/** To the worker. */
export type Message =
  | { readonly call: number; readonly name: CallName; readonly ask: Calls[CallName]['ask'] }
  | { readonly cancel: number };

/** From the worker. */
export type Reply =
  | { readonly call: number; readonly part: unknown }
  | { readonly call: number; readonly answer: unknown }
  | { readonly call: number; readonly failure: Failure };

/** An error that crossed the threads. `message` is one harmless line. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}
