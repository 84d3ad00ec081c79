/** A period that began at a moment on this machine. A wrong clock does not change how long it is. */
export interface Lifetime {
  /** Seconds left. */
  left(): number;
}

/** Two clocks in milliseconds: wall time, and a steady one that never jumps. */
export interface Clocks {
  readonly wall: () => number;
  readonly steady: () => number;
}

const CLOCKS: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/**
 * `seconds` from now. A clock that is hours wrong does not matter, because only the time that has passed counts. Of the two clocks,
 * the one on which more time has passed counts: the steady one stops while the machine sleeps, the other may be set back.
 */
export function lifetime(seconds: number, clocks: Clocks = CLOCKS): Lifetime {
  const [wall, steady] = [clocks.wall(), clocks.steady()];
  return {
    left: () => seconds - Math.max(clocks.wall() - wall, clocks.steady() - steady) / 1000,
  };
}
