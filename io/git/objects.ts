import type { GitObject, GitPlace, NoGitObject } from './types.js';

/** A reader of objects over one long-lived `git cat-file --batch`. */
export class GitObjects {
  constructor(_options: GitPlace & { readonly maxBytes?: number }) {
    throw new Error('not built yet');
  }
  /** The object this id or revision names. Many reads may be under way at once; they are answered in order. @throws GitError */
  read(_name: string): Promise<GitObject | NoGitObject> {
    throw new Error('not built yet');
  }
  /** Ends git. Reads under way are still answered. */
  close(): Promise<void> {
    throw new Error('not built yet');
  }
}
