import { isatty } from 'node:tty';

/** True if standard output is a terminal with colours and NO_COLOR is not set (https://no-color.org). */
export function useColour(): boolean {
  return isatty(1) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}
