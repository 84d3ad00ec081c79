import { GitObjectError } from './error.js';

const LF = 0x0a;
const SPACE = 0x20;
const MAX_HEADER_LINES = 1_000_000;

/** Just after the line that starts at `at`: after its LF, or the end. */
export function nextLine(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== LF) end++;
  return Math.min(end + 1, bytes.length);
}

function tooMany(): GitObjectError {
  return new GitObjectError('OBJECT_MALFORMED', `the object has more than ${MAX_HEADER_LINES} header lines`);
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
    if (count === MAX_HEADER_LINES) throw tooMany();
    const end = nextLine(raw, at);
    yield [at, end, false];
    at = end;
  }
  yield [at, raw.length, true];
}

/**
 * Where each header of an object starts and ends, including the lines that continue it, which begin with a space. A signature
 * is one header of about forty lines.
 * @throws GitObjectError OBJECT_MALFORMED over a million header lines, while iterating
 */
export function* wholeHeaders(raw: Uint8Array): Generator<readonly [start: number, end: number]> {
  let count = 0;
  for (let at = 0; at < raw.length && raw[at] !== LF; ) {
    const start = at;
    do {
      if (count++ === MAX_HEADER_LINES) throw tooMany();
      at = nextLine(raw, at);
    } while (raw[at] === SPACE);
    yield [start, at];
  }
}

/** The value of a header, [start, end) of `raw`, without the space before each line that continues it. */
export function unfolded(raw: Uint8Array, start: number, end: number): Uint8Array {
  const value = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at++) {
    const octet = raw[at] ?? 0;
    value[length++] = octet;
    // The next line is a continuation, or the value ends here.
    if (octet === LF) at++;
  }
  return value.subarray(0, length);
}
