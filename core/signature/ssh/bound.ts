import type { SshSignatureError } from './error.js';

/** A limit for all the work of one parse or one search together. Past the limit there is no answer, never a partial one. */
export class Bound {
  #left: number;

  constructor(
    most: number,
    private readonly tooMuch: () => SshSignatureError,
  ) {
    this.#left = most;
  }

  /** @throws SshSignatureError the given one, when more is spent than the limit */
  spend(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0) throw this.tooMuch();
  }
}
