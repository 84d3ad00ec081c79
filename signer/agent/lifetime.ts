/** A stretch of time measured from a moment on this machine, whatever its clock says the time is. */
export interface Lifetime {
  /** Seconds left. */
  left(): number;
}

/** The clocks: milliseconds of wall time, and of time that never jumps. */
export interface Clocks {
  readonly wall: () => number;
  readonly steady: () => number;
}

const CLOCKS: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/**
 * `seconds` from now. A clock that is wrong by hours does not matter: only what has passed counts, by the clock that saw more
 * pass (the steady one stands still while the machine sleeps, the other may be set back).
 */
export function lifetime(seconds: number, clocks: Clocks = CLOCKS): Lifetime {
  const [wall, steady] = [clocks.wall(), clocks.steady()];
  return {
    left: () => seconds - Math.max(clocks.wall() - wall, clocks.steady() - steady) / 1000,
  };
}
