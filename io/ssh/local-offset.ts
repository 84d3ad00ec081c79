import type { LocalOffset } from '../../core/signature/ssh/index.js';

/**
 * {@link LocalOffset} of this process's time zone (TZ). A time that the clock shows twice means the first of the
 * two.
 */
export const localOffset: LocalOffset = (wallClock) => {
  const shown = new Date(wallClock * 1000);
  const meant = new Date(
    shown.getUTCFullYear(),
    shown.getUTCMonth(),
    shown.getUTCDate(),
    shown.getUTCHours(),
    shown.getUTCMinutes(),
    shown.getUTCSeconds(),
  );
  return wallClock - meant.getTime() / 1000;
};
