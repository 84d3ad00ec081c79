/** A commit or tag as a policy sees it. Names and addresses are as the object claims them. */
export interface ObjectFacts {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  /** The branch a commit is on or is to land on, without `refs/heads/`; absent when nobody said. */
  readonly branch?: string;
  /**
   * The name a tag object gives itself, and the name of the ref it was found under, without `refs/tags/`. A commit has the
   * latter when it was asked for by the name of a tag that points straight at it.
   */
  readonly tagName?: string;
  readonly tagRef?: string;
  readonly authorEmail?: string;
  /** The tagger's, for a tag. */
  readonly committerEmail?: string;
  readonly parents: readonly string[];
  /** True when its headers cannot be read, so that no rule can be chosen. */
  readonly unreadable?: boolean;
  /**
   * What a commit itself changes; asked for only when a rule has paths. Undefined when that cannot be read. A symbolic link
   * or submodule, there before or after, ends with a slash: what lies below it changes with it. @throws PolicyLimitError
   */
  paths(): Promise<readonly string[] | undefined>;
  /**
   * Whether this commit is a proper ancestor of another one; undefined when that is not in the repository. What comes
   * before a given commit is fixed for ever: nobody can add to it.
   * @throws PolicyLimitError
   */
  isBefore(commit: string): Promise<boolean | undefined>;
}
