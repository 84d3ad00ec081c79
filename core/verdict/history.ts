import type { Outcome } from './verdict.js';

/** Some refs by a common name, which ends with a slash where there may be several. */
export interface RefGroup {
  readonly name: string;
  readonly count: number;
}

/** What a selection does not reach although it is there. */
export interface LeftOut {
  /** With `all`: refs that are neither branches nor tags. */
  readonly refs: readonly RefGroup[];
  /** Refs to what no signature can be on: trees and blobs. */
  readonly unsignable: readonly string[];
  /** With `since` or `until`: commits that state another date. */
  readonly byDate: number;
}

/** What a whole run came to. */
export interface HistorySummary {
  readonly objects: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** How many of them a policy lets pass although they are not verified. */
  readonly exempt: number;
  /** How many bytes the cache of verdicts would have to have to hold all of them; undefined when it does. */
  readonly cacheNeeded?: number | undefined;
  /** Commits whose parents a shallow clone left out: what is older was not seen. */
  readonly shallowBoundaries: readonly string[];
  /** What the selection does not reach although it is there. */
  readonly leftOut: LeftOut;
}
