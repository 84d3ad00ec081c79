import type { ValidityPeriod } from './trusted.js';

/** True when `time` (Unix seconds) is in the period, both ends included; a period without an end lasts. */
export function isWithin({ start, end }: ValidityPeriod, time: number): boolean {
  return time >= start && (end === undefined || time <= end);
}
