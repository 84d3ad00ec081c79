import type { LeftOut, RefGroup } from './types.js';

/** {@link LeftOut} while it is being found out. */
export class LeftOutSoFar implements LeftOut {
  readonly refs: RefGroup[] = [];
  readonly unsignable: string[] = [];
  byDate = 0;
}
