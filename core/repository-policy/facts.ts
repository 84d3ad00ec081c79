/** A commit or tag as a policy sees it. Names and addresses are only claimed by the object. */
export interface ObjectFacts {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  /** The branch that a commit is on or will land on, without `refs/heads/`; absent when nobody said. */
  readonly branch?: string;
  /**
   * The name inside a tag object, and the name of the ref that it was found under, without `refs/tags/`. A commit has the
   * latter when it was asked for by the name of a lightweight tag.
   */
  readonly tagName?: string;
  readonly tagRef?: string;
  readonly authorEmail?: string;
  /** For a tag, that of the tagger. */
  readonly committerEmail?: string;
  readonly parents: readonly string[];
  /** True when its headers cannot be read, so that no rule can be chosen. */
  readonly unreadable?: boolean;
  /**
   * The paths that a commit changes; called only when a rule has paths. Undefined when they cannot be read. The path of a
   * symbolic link or submodule, before or after the commit, ends with a slash: everything below it changes with it. @throws
   * PolicyLimitError
   */
  paths(): Promise<readonly string[] | undefined>;
  /**
   * Whether this commit is a proper ancestor of another one; undefined when the other one is not in the repository. The
   * ancestors of a commit are fixed: nobody can add one.
   * @param next the commits that will be asked about next, so that the history is read once for all of them
   * @throws PolicyLimitError
   */
  isBefore(commit: string, next?: readonly string[]): Promise<boolean | undefined>;
}
