import { PolicyLimitError } from '../../core/signer-policy/index.js';
import { IdSet } from '../git/index.js';

/** The most commits that are kept, over all questions: about 200 MB. */
const MOST_COMMITS = 4_000_000;
/** The most steps from a commit to a parent, over all questions, and bytes that remember where they led. */
const MOST_STEPS = 100_000_000;
const NO_PARENTS: readonly number[] = [];

/** Which commits come before which, from the parents that the commits themselves name. Each commit is added once. */
export class Ancestry {
  readonly #ids = new IdSet();
  /** By the place of a commit; undefined if only a child of it was added. */
  readonly #parents: (number | readonly number[] | undefined)[] = [];
  readonly #before = new Map<string, Uint8Array>();
  #steps = 0;

  /** @throws PolicyLimitError */
  add(commit: string, parents: readonly string[]): void {
    const [first, ...others] = parents.map((parent) => this.#ids.add(parent));
    const place = this.#ids.add(commit);
    // An array with holes of any size would be slow.
    while (this.#parents.length < this.#ids.size) this.#parents.push(undefined);
    this.#parents[place] =
      first === undefined ? NO_PARENTS : others.length === 0 ? first : [first, ...others];
    if (this.#ids.size > MOST_COMMITS)
      throw new PolicyLimitError(
        `the commits before those that the policy names (since, requiredSince) are more than ${MOST_COMMITS}`,
      );
  }

  /** Whether this commit was added; its ancestors then were, too. */
  has(commit: string): boolean {
    const place = this.#ids.placeOf(commit);
    return place !== undefined && this.#parents[place] !== undefined;
  }

  /** Whether `commit` is a proper ancestor of `of`, which was added. @throws PolicyLimitError */
  isBefore(commit: string, of: string): boolean {
    if (commit === of) return false;
    const place = this.#ids.placeOf(commit);
    if (place === undefined) return false;
    const before = this.#before.get(of) ?? this.#walk(of);
    return ((before[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
  }

  /** A bit for each commit: whether it is `of` or an ancestor of it. */
  #walk(of: string): Uint8Array {
    const bytes = (this.#ids.size >> 3) + 1;
    this.#spend(bytes);
    const before = new Uint8Array(bytes);
    const open = [this.#ids.add(of)];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [byte, bit] = [at >> 3, 1 << (at & 7)];
      if (((before[byte] ?? 0) & bit) !== 0) continue;
      before[byte] = (before[byte] ?? 0) | bit;
      const parents = this.#parents[at] ?? NO_PARENTS;
      this.#spend(typeof parents === 'number' ? 1 : 1 + parents.length);
      if (typeof parents === 'number') open.push(parents);
      else for (const parent of parents) open.push(parent);
    }
    this.#before.set(of, before);
    return before;
  }

  #spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > MOST_STEPS)
      throw new PolicyLimitError(
        'the commits before those that the policy names (since, requiredSince) take more work than is done for one answer',
      );
  }
}
