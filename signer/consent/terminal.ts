import { closeSync, constants, openSync, read, readSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { ConsentAnswer, ConsentPort } from '../../io/consent/index.js';
import { writeAll, writeError } from '../terminal/write.js';
import { askedIn, publicationLines } from './words.js';

const [INPUT, OUTPUT] =
  process.platform === 'win32' ? ['\\\\.\\CONIN$', '\\\\.\\CONOUT$'] : ['/dev/tty', '/dev/tty'];
const PATIENCE_MS = 120_000;
const LONGEST_ANSWER = 256;

/**
 * Asks for consent at the terminal.
 * @param env the environment of the process that wants the signature
 */
export function terminalPort(env: NodeJS.ProcessEnv): ConsentPort {
  return {
    ask: (question) => {
      const { lines, words } = askedIn(question);
      return askAtTerminal(lines, words, env);
    },
  };
}

/** Agrees to a publication without a question, because the user did so on the command line, and says to what; to nothing else. */
export const AGREED: ConsentPort = {
  async ask(question) {
    if (!('logs' in question)) return 'nobody';
    writeError(`${publicationLines(question).join('\n')}\n`);
    return 'agreed';
  },
};

/**
 * Shows lines and asks a question at the terminal. GIT_TERMINAL_PROMPT=0 means that nobody can be asked (git(1)).
 * @param lines harmless
 */
export async function askAtTerminal(
  lines: readonly string[],
  question: string,
  env: NodeJS.ProcessEnv,
): Promise<ConsentAnswer> {
  if (env['GIT_TERMINAL_PROMPT'] === '0') return 'nobody';
  let output: number | undefined;
  try {
    output = openSync(OUTPUT, 'a');
    const input = openSync(INPUT, 'r');
    dropTypedAhead(INPUT);
    writeAll(output, `${lines.join('\n')}\n${question}`);
    const answer = await lineFrom(input);
    if (answer === undefined) writeAll(output, '\nwaxseal: nobody answered\n');
    return answer === undefined ? 'nobody' : /^y(?:es)?$/i.test(answer.trim()) ? 'agreed' : 'refused';
  } catch {
    return 'nobody';
  } finally {
    if (output !== undefined) closeSync(output);
  }
}

/**
 * Drops what was typed before the question, also an unfinished line: it was no answer to it. In raw mode the terminal gives out
 * everything that it holds.
 */
function dropTypedAhead(path: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const terminal = new ReadStream(openSync(path, 'r'));
  try {
    terminal.setRawMode(true);
    const buffer = Buffer.alloc(LONGEST_ANSWER);
    while (readSync(fd, buffer) > 0);
  } catch {
    // Nothing is left.
  } finally {
    terminal.setRawMode(false);
    terminal.destroy();
    closeSync(fd);
  }
}

/** Reads one line from a terminal, then closes it. Undefined if no line came in time. */
function lineFrom(fd: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS, undefined);
    const buffer = Buffer.alloc(LONGEST_ANSWER);
    read(fd, buffer, 0, buffer.length, null, (error, count) => {
      clearTimeout(timer);
      closeSync(fd);
      resolve(error || count === 0 ? undefined : buffer.toString('utf8', 0, count));
    });
  });
}
