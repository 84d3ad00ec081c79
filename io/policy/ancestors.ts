import { asItIs, GitError, type GitPlace, listRevs, revParse } from '../git/index.js';

/**
 * Answers whether commits come before others, from one listing of the history of each commit asked about. Replace refs and
 * grafts are not followed.
 */
export class Ancestors {
  readonly #place: GitPlace;
  readonly #known = new Map<string, Promise<ReadonlySet<string> | undefined>>();

  constructor(place: GitPlace) {
    this.#place = asItIs(place);
  }

  /** Whether `commit` is a proper ancestor of `of`; undefined when `of` is not a commit of this repository. */
  async isBefore(commit: string, of: string): Promise<boolean | undefined> {
    if (commit === of) return false;
    let listed = this.#known.get(of);
    if (!listed) {
      listed = this.#list(of);
      this.#known.set(of, listed);
    }
    return (await listed)?.has(commit);
  }

  async #list(of: string): Promise<ReadonlySet<string> | undefined> {
    const ancestors = new Set<string>();
    try {
      await revParse(`${of}^{commit}`, this.#place);
      for await (const id of listRevs([of], this.#place)) ancestors.add(id);
    } catch (error) {
      if (error instanceof GitError && error.code === 'REVISION_UNKNOWN') return undefined;
      throw error;
    }
    ancestors.delete(of);
    return ancestors;
  }
}
