import { closeSync, openSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { isatty } from 'node:tty';
import { git } from '../../io/git/index.js';
import { writeAll, writeError } from './write.js';

// While git waits for a signature it keeps our standard error to itself (gpg-interface.c, pipe_command): until version
// 2.40 for good, since then until the end and only when signing failed. What a person must see now goes to the terminal.

const TERMINAL = process.platform === 'win32' ? '\\\\.\\CONOUT$' : '/dev/tty';

function writeTo(path: string, text: string): boolean {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'a');
    writeAll(fd, text);
    return true;
  } catch {
    return false;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Says one line to the person at the terminal, or on standard error where there is no terminal. Never on standard output. */
export function say(line: string): void {
  const text = `${line}\n`;
  if (isatty(2) || !writeTo(TERMINAL, text)) writeError(text);
}

async function gitHidesErrors(): Promise<boolean> {
  try {
    const { stdout } = await git({ args: ['version'], env: process.env, timeoutMs: 2000 });
    const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(new TextDecoder().decode(stdout))?.map(Number) ?? [];
    return major < 2 || (major === 2 && minor < 40);
  } catch {
    return true; // on a busy machine: better said twice than never
  }
}

/** `/proc/PID` of the git that started us, with our launcher's shell between it and us or not. @throws Error elsewhere */
function gitProcess(): string {
  const parent = `/proc/${process.ppid}`;
  const [, grandparent = ''] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`${parent}/status`, 'latin1')) ?? [];
  const found = [parent, `/proc/${grandparent}`].find((path) => /\/git$/.test(readlinkSync(`${path}/exe`)));
  if (found === undefined) throw new Error('not started by git');
  return found;
}

/**
 * Standard error of the git that started us, where the system lets us open it (Linux, the same user). Pipes and terminals
 * only: a file would have two writers, each with its own place in it.
 */
function errorsOfGit(): string | undefined {
  try {
    const place = `${gitProcess()}/fd/2`;
    const kind = statSync(place);
    return kind.isFIFO() || kind.isCharacterDevice() ? place : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Repeats the lines of a failed signature where a person sees them, for git before 2.40, which throws our standard error
 * away: on git's own standard error, or the terminal.
 */
export async function repeatForOldGit(lines: readonly string[]): Promise<void> {
  if (isatty(2) || !(await gitHidesErrors())) return;
  const text = `${lines.join('\n')}\n`;
  const place = errorsOfGit();
  if (!place || !writeTo(place, text)) writeTo(TERMINAL, text);
}
