import type { SshSignatureError } from './error.js';

/** What one reading or one search may cost in all, whatever its parts are. Past it there is no answer, never a shorter one. */
export class Bound {
  #left: number;

  constructor(
    most: number,
    private readonly tooMuch: () => SshSignatureError,
  ) {
    this.#left = most;
  }

  /** @throws SshSignatureError the one given, when all that was spent is more than the bound */
  spend(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0) throw this.tooMuch();
  }
}
