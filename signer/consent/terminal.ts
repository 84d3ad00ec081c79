import { closeSync, openSync, read } from 'node:fs';
import type { ConsentAnswer, ConsentPort, Publication } from '../../io/consent/index.js';
import { writeAll } from '../terminal/write.js';
import { publicationLines } from './words.js';

const [INPUT, OUTPUT] =
  process.platform === 'win32' ? ['\\\\.\\CONIN$', '\\\\.\\CONOUT$'] : ['/dev/tty', '/dev/tty'];
const PATIENCE_MS = 120_000;
const LONGEST_ANSWER = 256;

/**
 * Asks at the terminal. GIT_TERMINAL_PROMPT=0 means that nobody can be asked (git(1)).
 * @param env the environment of the process that wants the signature
 */
export function terminalPort(env: NodeJS.ProcessEnv): ConsentPort {
  return { ask: (publication) => (env['GIT_TERMINAL_PROMPT'] === '0' ? nobody() : askThere(publication)) };
}

/** Agrees without a question, because the user agreed on the command line. */
export const AGREED: ConsentPort = { ask: async () => 'agreed' };

async function nobody(): Promise<ConsentAnswer> {
  return 'nobody';
}

async function askThere(publication: Publication): Promise<ConsentAnswer> {
  let output: number | undefined;
  try {
    output = openSync(OUTPUT, 'a');
    const input = openSync(INPUT, 'r');
    writeAll(output, `${publicationLines(publication).join('\n')}\nPublish this? [y/N] `);
    const answer = await lineFrom(input);
    if (answer === undefined) writeAll(output, '\nwaxseal: nobody answered\n');
    return answer === undefined ? 'nobody' : /^y(?:es)?$/i.test(answer.trim()) ? 'agreed' : 'refused';
  } catch {
    return 'nobody';
  } finally {
    if (output !== undefined) closeSync(output);
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
