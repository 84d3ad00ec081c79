const LONGEST_REST_MS = 60_000;

/** Lets a few tasks run at the same time, and can pause all of them together. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #rest: Promise<void> = Promise.resolve();
  #until = 0;

  constructor(private readonly atOnce: number) {}

  /** Runs the task when it is its turn and there is no pause. */
  async take<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      await this.rested();
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** Pauses all tasks for this many milliseconds. @returns false if that is too long to wait (over a minute) */
  pause(ms: number): boolean {
    if (ms > LONGEST_REST_MS) return false;
    const until = Date.now() + ms;
    if (until > this.#until) {
      this.#until = until;
      this.#rest = new Promise((resolve) => setTimeout(resolve, ms));
    }
    return true;
  }

  /** Resolves when the pause is over. */
  async rested(): Promise<void> {
    for (let rest = this.#rest; ; rest = this.#rest) {
      await rest;
      if (rest === this.#rest) return;
    }
  }
}
