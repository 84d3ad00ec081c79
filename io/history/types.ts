import type { ObjectFormat } from '../../core/git/index.js';
import type { LeftOut } from '../../core/verdict/index.js';
import type { GitObject } from '../../core/verify/index.js';

/** Which objects of a repository to read. */
export interface HistorySelection {
  /** Revisions, ranges (`A..B`, `A...B`, `^A`), tags, and patterns of branches and tags (`v1.*`). */
  readonly revisions: readonly string[];
  /** Ids and names of objects as a stream of groups. It replaces all other members. */
  readonly names?: AsyncIterable<readonly string[]>;
  /** Everything reachable from a branch, remote branch, tag or HEAD of a work tree, and every annotated tag. */
  readonly all?: boolean;
  /** With `all`: whether to include the lightweight tag of this name. Without a git program none is included. */
  readonly lightweightTag?: (name: string) => boolean;
  /**
   * Limits commits by their own committer date, in any form that git understands. The walk continues behind an
   * older commit.
   */
  readonly since?: string;
  readonly until?: string;
  readonly maxCount?: number;
  readonly firstParent?: boolean;
  readonly noMerges?: boolean;
  /** Walk from the revisions even if no other member requires it. */
  readonly walk?: boolean;
}

/** An object that is part of the history but cannot be judged. `detail` is one harmless line. */
export interface UnreadObject {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  readonly unread: 'missing' | 'too-large' | 'other-bytes' | 'other-type';
  readonly detail: string;
}

/** One object of a history and its name: what the person asked for, a tag's name, or its id. */
export interface HistoryItem {
  readonly name: string;
  readonly object: GitObject | UnreadObject;
  /** The full name of the requested ref, if the object is what that ref points to. */
  readonly ref?: string;
}

/** The selected objects of a repository, read one after the other. */
export interface History {
  readonly format: ObjectFormat;
  /** True when the objects were found by walking from commit to commit, false when each was named. */
  readonly walked: boolean;
  /**
   * The objects: named ones in the given order, tags sorted by name, commits in the order of `git rev-list`. Can be
   * read once.
   * @throws GitError when a revision is unknown (before the first object) or git ends
   */
  items(): AsyncIterable<HistoryItem>;
  /** Commits whose parents are missing in a shallow clone; complete when `items` has ended. */
  readonly shallowBoundaries: readonly string[];
  /** Complete when `items` has ended. */
  readonly leftOut: LeftOut;
  /** Ends the processes that read the repository. */
  close(): Promise<void>;
}
