import { writeSync } from 'node:fs';
import type { OUTPUT_ERRORS } from '../../core/codes/errors/files.js';

/** Output could not be written: the reader is gone, the disk is full, or the descriptor is not open. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly code = 'OUTPUT_FAILED' satisfies keyof typeof OUTPUT_ERRORS;
  constructor(
    readonly fd: number,
    readonly systemCode: string,
  ) {
    super(`cannot write to ${place(fd)}: ${REASONS[systemCode] ?? systemCode}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EPIPE: 'the program that reads it has closed it',
  EBADF: 'it is not open',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
};

function place(fd: number): string {
  return fd === 1 ? 'standard output' : fd === 2 ? 'standard error' : `file descriptor ${fd}`;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'EIO';
}

// The launcher moves git's pipe to a descriptor of its own, so that nothing but what we write here reaches it. No program that we
// start may think that it has that descriptor.
const APART = process.env['WAXSEAL_OUTPUT_FD'];
delete process.env['WAXSEAL_OUTPUT_FD'];
const OUTPUT = APART !== undefined && /^\d$/.test(APART) ? Number(APART) : 1;

/** Whether only {@link writeAll} can write to standard output: what else runs in this process writes to standard error there. */
export const IS_OUTPUT_APART = OUTPUT !== 1;

/**
 * Writes all of `data` to a descriptor before it returns, so that the process may end right after it. If the other end made the
 * pipe non-blocking (EAGAIN), waits for it.
 * @throws OutputError
 */
export function writeAll(fd: number, data: string | Uint8Array): void {
  let rest = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd === 1 ? OUTPUT : fd, rest));
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'EAGAIN') throw new OutputError(fd, code);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** The same as {@link writeAll}, to standard error. A closed standard error is not an error. */
export function writeError(text: string): void {
  try {
    writeAll(2, text);
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
  }
}
