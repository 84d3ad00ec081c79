import type { Outcome } from './verdict.js';

/** Refs under a common name, which ends with a slash when there may be several. */
export interface RefGroup {
  readonly name: string;
  readonly count: number;
}

/** What exists but was not selected. */
export interface LeftOut {
  /** With `all`: the refs that are neither branches nor tags. */
  readonly refs: readonly RefGroup[];
  /** Refs to objects that can have no signature: trees and blobs. */
  readonly unsignable: readonly string[];
  /** With `since` or `until`: commits that state another date. */
  readonly byDate: number;
}

/** The result of a whole run. */
export interface HistorySummary {
  readonly objects: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** How many of them are not verified but exempt by a policy. */
  readonly exempt: number;
  /** How many bytes the cache of verdicts would need for all of them; undefined when they fit. */
  readonly cacheNeeded?: number | undefined;
  /** Commits whose parents a shallow clone left out. Nothing older was checked. */
  readonly shallowBoundaries: readonly string[];
  /** What exists but was not selected. */
  readonly leftOut: LeftOut;
}
