import { isatty } from 'node:tty';

/** True when standard output is a terminal that shows colours and nobody said no (https://no-color.org). */
export function useColour(): boolean {
  return isatty(1) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}
