import type { ObjectFormat } from '../../core/git/index.js';
import type { LeftOut } from '../../core/verdict/index.js';
import type { GitObject } from '../../core/verify/index.js';

/** Which objects of a repository are wanted. */
export interface HistorySelection {
  /** Revisions, ranges (`A..B`, `A...B`, `^A`), tags, and patterns of branches and tags (`v1.*`). */
  readonly revisions: readonly string[];
  /** Ids and names of objects as they come, some at a time; instead of all the rest. */
  readonly names?: AsyncIterable<readonly string[]>;
  /** Everything reachable from a branch, remote branch, tag or HEAD of a work tree, and every annotated tag. */
  readonly all?: boolean;
  /** With `all`: whether the lightweight tag of this name is wanted as well. Without git there is no answer but no. */
  readonly lightweightTag?: (name: string) => boolean;
  /** Commits by the date they state themselves; git understands what is given. A walk does not end at one that is older. */
  readonly since?: string;
  readonly until?: string;
  readonly maxCount?: number;
  readonly firstParent?: boolean;
  readonly noMerges?: boolean;
  /** Walk from the revisions even where nothing else asks for it. */
  readonly walk?: boolean;
}

/** An object that is part of the history but cannot be judged. `detail` is one harmless line. */
export interface UnreadObject {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  readonly unread: 'missing' | 'too-large' | 'other-bytes' | 'other-type';
  readonly detail: string;
}

/** One object of a history and what it is called: what the person asked for, a tag's name, or its id. */
export interface HistoryItem {
  readonly name: string;
  readonly object: GitObject | UnreadObject;
  /** The full name of the ref that was asked for, where the object is what that ref points to. */
  readonly ref?: string;
}

/** A selection of a repository's objects, read one after the other. */
export interface History {
  readonly format: ObjectFormat;
  /** True when the objects were found by walking from commit to commit, false when each was named. */
  readonly walked: boolean;
  /**
   * The objects in order: named ones as named, tags by name, commits as `git rev-list` orders them. Can be read once.
   * @throws GitError when a revision is unknown (before the first object) or git ends
   */
  items(): AsyncIterable<HistoryItem>;
  /** Commits reached whose parents a shallow clone left out; complete when `items` has ended. */
  readonly shallowBoundaries: readonly string[];
  /** Complete when `items` has ended. */
  readonly leftOut: LeftOut;
  /** Ends what reads the repository. */
  close(): Promise<void>;
}
