import type { POLICY_LIMIT_ERRORS } from '../codes/errors/policy.js';

/** The most matching steps for one object: one or two seconds of one core. Real policies take some thousands. */
const MOST_STEPS = 50_000_000;

/** The verdict on one object would take more work than allowed. `message` is one line that says which work. */
export class PolicyLimitError extends Error {
  override readonly name = 'PolicyLimitError';
  readonly code = 'POLICY_LIMIT' satisfies keyof typeof POLICY_LIMIT_ERRORS;
}

/**
 * Counts the work for one answer. Many small patterns cost as much as one large pattern. A step is about the work of one
 * position in a pattern for one character.
 */
export class Work {
  #left: number;

  constructor(
    private readonly what: string,
    most = MOST_STEPS,
  ) {
    this.#left = most;
  }

  /** True when the work is used up, so that there is no answer. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** @throws PolicyLimitError when more is spent than allowed */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0)
      throw new PolicyLimitError(`${this.what} takes more work than is done for one answer`);
  }
}
