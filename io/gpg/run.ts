import { startProgram } from '../child-process.js';
import { programEnvironment } from '../environment/children.js';
import type { GpgOptions } from './types.js';

/** What gpg wrote to its status file descriptor, or why there is nothing. */
export type GpgRun =
  | { readonly ran: true; readonly status: string }
  | { readonly ran: false; readonly answer: 'no-program' | 'failed'; readonly why: string };

// gpg fetches no key, asks no question (without a terminal it gives up instead), and shows no picture.
const QUIET = [
  '--no-tty',
  '--quiet',
  '--no-auto-key-retrieve',
  '--no-auto-key-locate',
  '--disable-dirmngr',
  '--keyid-format=long',
  '--verify-options=no-show-photos',
];

const MOST_STATUS = 64 << 20;
const TWO_MINUTES = 120_000;

/**
 * A separate descriptor for the status lines, where the system has one. So no other output of gpg can look like a
 * status line.
 */
const STATUS_FD = process.platform === 'win32' ? 1 : 3;

/**
 * Runs `gpg … --status-fd` in `dir`, which only this user may access. Never throws. The exit status is ignored,
 * because the status lines say more.
 */
export function runGpg(
  args: readonly string[],
  dir: string,
  input: string,
  options: GpgOptions,
): Promise<GpgRun> {
  const { program = 'gpg', env = process.env, timeoutMs = TWO_MINUTES } = options;
  return new Promise((resolve) => {
    const child = startProgram(program, [...QUIET, `--status-fd=${STATUS_FD}`, ...args], {
      cwd: dir,
      env: programEnvironment(env, { LC_ALL: 'C' }),
      stdio: [
        'pipe',
        STATUS_FD === 1 ? 'pipe' : 'ignore',
        'ignore',
        ...(STATUS_FD === 3 ? ['pipe' as const] : []),
      ],
      windowsHide: true,
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdio[STATUS_FD]?.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MOST_STATUS) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const missing = error.code === 'ENOENT';
      const why = missing ? 'gpg is not installed' : `gpg can't be run (${error.code ?? 'unknown error'})`;
      resolve({ ran: false, answer: missing ? 'no-program' : 'failed', why });
    });
    child.on('close', () => {
      clearTimeout(timer);
      // If gpg crashed, its answers for the earlier files are still good.
      if (child.killed)
        resolve({ ran: false, answer: 'failed', why: 'gpg took too long or printed too much' });
      else resolve({ ran: true, status: Buffer.concat(chunks).toString('utf8') });
    });
    // gpg may end before it has read all input.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
