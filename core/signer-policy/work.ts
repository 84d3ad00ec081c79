/** Most steps of matching for one object: a second or two of one core. Real policies take some thousands. */
const MOST_STEPS = 50_000_000;

/** Judging one object would take more work than is done for one. `message` is one line that says which work. */
export class PolicyLimitError extends Error {
  override readonly name = 'PolicyLimitError';
  readonly code = 'POLICY_LIMIT';
}

/**
 * Counts the work of one answer, whatever it is made of: many small patterns cost as much as one large one. A step is about
 * what one place of a pattern takes for one character.
 */
export class Work {
  #left: number;

  constructor(
    private readonly what: string,
    most = MOST_STEPS,
  ) {
    this.#left = most;
  }

  /** True when an answer was given up. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** @throws PolicyLimitError when there is none left */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0)
      throw new PolicyLimitError(`${this.what} takes more work than is done for one answer`);
  }
}
