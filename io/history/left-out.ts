import type { LeftOut, RefGroup } from '../../core/verdict/index.js';

/** {@link LeftOut} while the walk is still running. */
export class LeftOutSoFar implements LeftOut {
  readonly refs: RefGroup[] = [];
  readonly unsignable: string[] = [];
  byDate = 0;
}
