import type { Check, Outcome, SignatureKind, Verdict } from '../../core/verdict/index.js';
import type { Caller } from '../frame/thread/protocol.js';

// What the verifier answers about the signatures of a repository. Everything is plain data.

/** A repository that is open in the editor. */
export interface RepositoryPlace {
  /** The absolute path of the work tree; for a bare repository, that of the git directory. */
  readonly root: string;
  /** False in Restricted Mode. Then the policy of the repository is not read. */
  readonly trusted: boolean;
  /** Whether missing log entries are looked up. Undefined: the configuration decides. */
  readonly online?: boolean;
  /** The editor's git program; without it, the one in PATH. */
  readonly gitPath?: string;
}

/** What the verdicts on a repository depend on. */
export interface Basis {
  /** The origin of the policy that says who may sign. */
  readonly policy?: string;
  readonly selfDeclared?: boolean;
  /** It changes whenever the verdict on the same object may change. */
  readonly key: string;
  /** Commit ids; absent when there is no such commit. */
  readonly head?: string;
  /** The short name; absent for a detached HEAD. */
  readonly branch?: string;
  /** The branch with which the branch under review is compared: `origin/main`. */
  readonly base?: string;
  readonly upstream?: string;
  /** The verdict on `head`. Absent when it needs the network; then HEAD is verified like any other commit. */
  readonly verdict?: Brief;
  /** True when the clone is shallow, so that older commits are missing. */
  readonly shallow: boolean;
  /** Absolute directories in which changed refs are visible: that of the work tree and the shared one. */
  readonly directories: readonly string[];
  /** Absolute paths of the user's files that verdicts depend on. */
  readonly files: readonly string[];
}

/** The lists of commits and tags that the views show. */
export type ListName = 'head' | 'unpushed' | 'review' | 'recent' | 'tags';

/** A commit or tag that is not verified yet. Its texts are as the author wrote them. */
export interface Row {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  /** The revision to pass on: the id of a commit, or `refs/tags/NAME`. */
  readonly name: string;
  /** The first line of the message, at most 200 characters. */
  readonly subject: string;
  readonly author?: { readonly name: string; readonly email: string };
  /** Unix seconds. */
  readonly time?: number;
}

/** The part of a verdict that lists need. */
export interface Brief {
  readonly id: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly signature: SignatureKind;
  readonly subject?: string;
  readonly issuer?: string;
  readonly reason?: NonNullable<Check['reason']>;
  /** The deciding check as one harmless line. */
  readonly detail?: string;
  readonly exempt?: string;
  /** Present for a lightweight tag: it is not signed, and the outcome is that of its commit. */
  readonly lightweight?: true;
}

/** Everything that the commit page shows. */
export interface Detail {
  readonly row: Row;
  readonly verdict: Verdict;
  readonly message: string;
  readonly parents: readonly string[];
  /** Harmless one-line texts in the language of the editor; in English, as `waxseal verify` words them. */
  readonly words: {
    readonly means: string;
    readonly signer?: string;
    readonly signedAt?: string;
    readonly logEntry?: string;
    readonly exempt?: string;
  };
  /** The name and harmless text of each check and, if it has a reason, what the reason means and what to do. */
  readonly checks: readonly {
    readonly check: Check;
    readonly label: string;
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

/** Who last changed a line, from `git blame`. */
export interface BlamedLine {
  readonly id: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly time: number;
  readonly summary: string;
}

/** The calls: the arguments of each, the parts that it sends, and its answer. */
export interface SignatureCalls {
  /** Gives what `open` gives, if the folder is the top of a repository. */
  begin: { ask: { place: RepositoryPlace }; part: never; answer: Basis | undefined };
  open: { ask: { place: RepositoryPlace }; part: never; answer: Basis };
  list: { ask: { root: string; list: ListName; limit: number }; part: readonly Row[]; answer: number };
  range: { ask: { root: string; range: string; limit: number }; part: readonly Row[]; answer: number };
  judge: { ask: { root: string; names: readonly string[] }; part: readonly Brief[]; answer: number };
  detail: { ask: { root: string; name: string }; part: never; answer: Detail };
  bundle: { ask: { root: string; name: string }; part: never; answer: string };
  blame: {
    ask: { root: string; path: string; line: number; text?: string | Uint8Array };
    part: never;
    answer: BlamedLine | undefined;
  };
  /** Gives the roots. With `bareOnly`: the folder itself, if it is a bare repository. */
  discover: {
    ask: { folder: string; gitPath?: string; bareOnly?: boolean };
    part: never;
    answer: readonly string[];
  };
  close: { ask: { root: string }; part: never; answer: undefined };
}

/** The thread that verifies. */
export interface Verifier extends Caller<SignatureCalls> {
  /** Called when the thread ended without being told to. */
  whenLost: () => void;
}
