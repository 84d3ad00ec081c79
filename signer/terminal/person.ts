import { closeSync, openSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { isatty } from 'node:tty';
import { git } from '../../io/git/index.js';
import { writeAll, writeError } from './write.js';

// While git waits for a signature it captures our standard error (gpg-interface.c, pipe_command). Before version 2.40 git never
// shows it; since then git shows it at the end, if signing failed. What a person must see at once goes to the terminal.

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
    return true; // on a busy machine: say it twice rather than never
  }
}

/** `/proc/PID` of the git that started us, directly or through our launcher's shell. @throws Error if there is none */
function gitProcess(): string {
  const parent = `/proc/${process.ppid}`;
  const [, grandparent = ''] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`${parent}/status`, 'latin1')) ?? [];
  const found = [parent, `/proc/${grandparent}`].find((path) => /\/git$/.test(readlinkSync(`${path}/exe`)));
  if (found === undefined) throw new Error('not started by git');
  return found;
}

/**
 * Opens the standard error of the git that started us, if the system allows it (Linux, the same user). Only a pipe or a terminal:
 * in a file each of the two writers would have its own position.
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
 * Repeats the error lines of a failed signature for git before 2.40, which hides our standard error. They go to git's own standard
 * error, or to the terminal.
 */
export async function repeatForOldGit(lines: readonly string[]): Promise<void> {
  if (isatty(2) || !(await gitHidesErrors())) return;
  const text = `${lines.join('\n')}\n`;
  const place = errorsOfGit();
  if (!place || !writeTo(place, text)) writeTo(TERMINAL, text);
}
