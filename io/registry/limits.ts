import { LARGEST_MANIFEST } from '../../core/image/index.js';

/** How much one run reads from registries, and how long it waits. Bytes and milliseconds. */
export interface Limits {
  /** One manifest. */
  readonly manifest: number;
  /** One blob: cosign's limit for what is attached to an image. */
  readonly blob: number;
  /** Everything together. */
  readonly run: number;
  readonly requestsAtOnce: number;
  readonly redirects: number;
  /** Pages of a list of referrers. */
  readonly pages: number;
  /** Referrers of one image; cosign reads at most as many signatures. */
  readonly referrers: number;
  /** From one piece of a body to the next. */
  readonly stallMs: number;
  /** For one attempt; a blob gets more for its size. */
  readonly attemptMs: number;
  /** For all attempts and pauses of one request; a blob gets more for its size. */
  readonly deadlineMs: number;
  /** A registry that is busy is waited for, but not longer than this at a time. */
  readonly longestPauseMs: number;
  readonly attempts: number;
}

export const LIMITS: Limits = {
  manifest: LARGEST_MANIFEST,
  blob: 128 * 1024 * 1024,
  run: 1024 * 1024 * 1024,
  requestsAtOnce: 10,
  redirects: 5,
  pages: 50,
  referrers: 1_000,
  stallMs: 15_000,
  attemptMs: 30_000,
  deadlineMs: 90_000,
  longestPauseMs: 20_000,
  attempts: 4,
};

/** A line this slow, in bytes per millisecond, may still take a large blob. */
export const SLOWEST = 64;
