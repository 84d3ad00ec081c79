import { PolicyLimitError } from '../../core/signer-policy/index.js';

/** Limits for finding what one commit changes. A first commit with half a million files is within them. */
const MOST_READ = 256 << 20;
const MOST_PATHS = 1_000_000;
const MOST_PATH_BYTES = 64 << 20;

/** Counts the work of finding what one commit changes, over all its parents and merge bases together. */
export class ChangeWork {
  #read = 0;
  #paths = 0;
  #pathBytes = 0;

  /** @throws PolicyLimitError */
  read(bytes: number): void {
    this.#read += bytes;
    if (this.#read > MOST_READ) throw limit(`reading its trees and parents: more than ${MOST_READ} bytes`);
  }

  /** @throws PolicyLimitError */
  found(path: string): void {
    this.#paths += 1;
    this.#pathBytes += path.length;
    if (this.#paths > MOST_PATHS) throw limit(`its paths: more than ${MOST_PATHS}`);
    if (this.#pathBytes > MOST_PATH_BYTES) throw limit(`its paths: more than ${MOST_PATH_BYTES} characters`);
  }
}

function limit(what: string): PolicyLimitError {
  return new PolicyLimitError(`this commit changes too much to be checked (${what})`);
}
