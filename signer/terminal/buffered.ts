import { isatty } from 'node:tty';
import { writeAll, writeError } from './write.js';

const ENOUGH = 32 * 1024;

/**
 * Writes whole pieces of text to standard output: to a terminal one by one, to a file or pipe many together. `end` writes the rest.
 * @throws OutputError
 */
export function bufferedOutput(): { readonly write: (text: string) => void; readonly end: () => void } {
  const limit = isatty(1) ? 0 : ENOUGH;
  let waiting: string[] = [];
  let length = 0;
  const end = () => {
    if (waiting.length > 0) writeAll(1, waiting.join(''));
    waiting = [];
    length = 0;
  };
  const write = (text: string) => {
    waiting.push(text);
    length += text.length;
    if (length > limit) end();
  };
  return { write, end };
}

const REDRAW_MS = 100;

/**
 * Shows on standard error how many objects are done, if standard error is a terminal and standard output is not. (On a terminal
 * the results themselves show the progress.) `end` removes the line.
 */
export function progress(): { readonly step: () => void; readonly end: () => void } {
  if (!isatty(2) || isatty(1)) return { step: () => {}, end: () => {} };
  let done = 0;
  let drawn = 0;
  return {
    step: () => {
      done += 1;
      const now = Date.now();
      if (now - drawn < REDRAW_MS) return;
      drawn = now;
      writeError(`\rwaxseal: ${done} objects checked`);
    },
    end: () => {
      if (drawn > 0) writeError('\r\x1b[K');
    },
  };
}
