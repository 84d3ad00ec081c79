import type { GitObject, NoGitObject } from '../git/index.js';

/** An object to read, and its name. */
export interface Wanted {
  readonly name: string;
  readonly id: string;
  readonly type: 'commit' | 'tag';
  /** The full name of the requested ref. */
  readonly ref?: string;
  /** The type of the object that a tag leads to, if that is neither a commit nor a tag. */
  readonly of?: string;
  /** True for an id from a list, which may name any type of object. */
  readonly listed?: boolean;
}

/** A requested object and the answer for it. */
export interface Read {
  readonly wanted: Wanted;
  readonly answer: GitObject | NoGitObject;
}
