import { PolicyLimitError } from '../../core/signer-policy/index.js';
import {
  asItIs,
  GitError,
  GitObjects,
  type GitPlace,
  IdSet,
  listRevs,
  revParse,
  soundPast,
} from '../git/index.js';

/** The largest number of ids in memory, over all questions: about 120 MB. */
const MOST_IDS = 4_000_000;

/**
 * Answers whether a commit is an ancestor of another. The history of each descendant is listed once, one after the
 * other. Replace refs and grafts are ignored. The answer is "yes" only after every commit in between was hashed,
 * because a forged commit could name any other as its parent.
 */
export class Ancestors {
  readonly #place: GitPlace;
  readonly #known = new Map<string, Promise<IdSet | undefined>>();
  readonly #sound = new Map<string, Promise<void>>();
  #last: Promise<unknown> = Promise.resolve();
  #ids = 0;

  constructor(place: GitPlace) {
    this.#place = asItIs(place);
  }

  /**
   * Whether `commit` is a proper ancestor of `of`; undefined if `of` is not a commit of this repository.
   * @throws PolicyLimitError if there are too many ancestors; GitError, for example if one of them is damaged
   */
  async isBefore(commit: string, of: string): Promise<boolean | undefined> {
    if (commit === of) return false;
    let listed = this.#known.get(of);
    if (!listed) {
      listed = this.#last.then(() => this.#list(of));
      this.#known.set(of, listed);
      this.#last = listed.catch(() => {});
    }
    const before = (await listed)?.has(commit);
    if (before) await this.#prove(of);
    return before;
  }

  #prove(of: string): Promise<void> {
    let proof = this.#sound.get(of);
    if (!proof) {
      proof = this.#read(of);
      this.#sound.set(of, proof);
    }
    return proof;
  }

  async #read(of: string): Promise<void> {
    const objects = new GitObjects(this.#place);
    const past = soundPast([of], this.#place, objects);
    try {
      while (!(await past.next()).done);
    } finally {
      await objects.close();
    }
  }

  async #list(of: string): Promise<IdSet | undefined> {
    const ancestors = new IdSet();
    try {
      await revParse(`${of}^{commit}`, this.#place);
      for await (const id of listRevs([of], this.#place)) {
        ancestors.add(id);
        this.#ids += 1;
        if (this.#ids > MOST_IDS)
          throw new PolicyLimitError(
            `the commits before those that the policy names (since, requiredSince) are more than ${MOST_IDS}`,
          );
      }
    } catch (error) {
      if (error instanceof GitError && error.code === 'REVISION_UNKNOWN') return undefined;
      throw error;
    }
    return ancestors;
  }
}
