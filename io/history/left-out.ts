import type { LeftOut, RefGroup } from '../../core/verdict/index.js';

/** {@link LeftOut} while it is being found out. */
export class LeftOutSoFar implements LeftOut {
  readonly refs: RefGroup[] = [];
  readonly unsignable: string[] = [];
  byDate = 0;
}
