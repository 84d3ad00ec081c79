import { GitObjectError } from './error.js';

const LF = 0x0a;
const MAX_HEADER_LINES = 1_000_000;

/** Just after the line that starts at `at`: after its LF, or the end. */
export function nextLine(bytes: Uint8Array, at: number): number {
  const lf = bytes.indexOf(LF, at);
  return lf < 0 ? bytes.length : lf + 1;
}

/**
 * The header lines of an object as [start, end), LF included, up to the blank line; the last item (`rest`) runs from
 * the blank line to the end and is empty when there is none. The body is never split into lines.
 * @throws GitObjectError OBJECT_MALFORMED over a million header lines, while iterating
 */
export function* headerLines(
  raw: Uint8Array,
): Generator<readonly [start: number, end: number, rest: boolean]> {
  let at = 0;
  for (let count = 0; at < raw.length && raw[at] !== LF; count++) {
    if (count === MAX_HEADER_LINES)
      throw new GitObjectError(
        'OBJECT_MALFORMED',
        `the object has more than ${MAX_HEADER_LINES} header lines`,
      );
    const end = nextLine(raw, at);
    yield [at, end, false];
    at = end;
  }
  yield [at, raw.length, true];
}
