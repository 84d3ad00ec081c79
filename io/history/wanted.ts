import type { GitObject, NoGitObject } from '../git/index.js';

/** An object that is to be read, and what it is called. */
export interface Wanted {
  readonly name: string;
  readonly id: string;
  readonly type: 'commit' | 'tag';
  /** The full name of the ref that was asked for. */
  readonly ref?: string;
  /** What else a tag points to, if neither. */
  readonly of?: string;
  /** True for an id out of a list that may name any object. */
  readonly listed?: boolean;
}

/** What was wanted and what there is. */
export interface Read {
  readonly wanted: Wanted;
  readonly answer: GitObject | NoGitObject;
}
