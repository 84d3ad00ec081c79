import { FileError } from './error.js';
import { readSome } from './input.js';

const CHUNK = 64 * 1024;
// No name in git is longer.
const LONGEST_LINE = 64 * 1024;

/**
 * The lines of standard input, some at a time as they arrive, without a limit on their number and without their ends, which
 * PowerShell writes as CRLF. No name in git has a carriage return.
 * @throws FileError INPUT_UNREADABLE, INPUT_TOO_LARGE for a line that is too long
 */
export async function* linesOfInput(): AsyncGenerator<readonly string[], void, undefined> {
  const text = new TextDecoder();
  const buffer = new Uint8Array(CHUNK);
  let rest = '';
  for (;;) {
    const count = await readSome(0, buffer, 'standard input');
    if (count === 0) break;
    const lines = (rest + text.decode(buffer.subarray(0, count), { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE)
      throw new FileError('INPUT_TOO_LARGE', 'a line of standard input is too long for a name');
    yield lines.map(withoutReturn);
  }
  rest += text.decode();
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
