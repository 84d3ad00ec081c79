import { EncodingError, formatTime, parseRfc3339 } from '../../encoding/index.js';

/**
 * By how many seconds local clocks are ahead of UTC (negative: behind) when they show `wallClock`, which is that date and
 * time read as UTC, in Unix seconds. Core has no environment, so a caller that knows the time zone provides this.
 */
export type LocalOffset = (wallClock: number) => number;

const SHAPE = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z|UTC)?$/i;

/**
 * Unix seconds of `YYYYMMDD[Z]` or `YYYYMMDDHHMM[SS][Z]`; without `Z` (or `UTC`, which OpenSSH also accepts) it is local time
 * (ssh-keygen(1) ALLOWED SIGNERS). Undefined for anything else, for days that do not exist, and for the epoch itself.
 */
export function parseAbsoluteTime(text: string, localOffset: LocalOffset): number | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone] = match;
  let wallClock: number;
  try {
    wallClock = parseRfc3339(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return undefined;
  }
  // JavaScript reads a day such as 31 February as one in March.
  if (formatTime(wallClock).slice(8, 10) !== day) return undefined;
  const time = zone === undefined ? wallClock - localOffset(wallClock) : wallClock;
  return time > 0 ? time : undefined;
}
